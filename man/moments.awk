# SPDX-License-Identifier: GPL-3.0-or-later
# man/moments.txt as a list of the language of manual pages: one item a question.

# Filled lines, a new one for a new sentence.
function fill(words,    word, count, k, line) {
    gsub(/\\/, "\\e", words)
    count = split(words, word, " ")
    for (k = 1; k <= count; k++) {
        if (line != "" && length(line) + length(word[k]) > 76) {
            print line
            line = ""
        }
        line = line (line == "" ? "" : " ") word[k]
        if (word[k] ~ /[a-z)][.?]$/) {
            print line
            line = ""
        }
    }
    if (line != "")
        print line
}
function keys(list,    key, count, k, line) {
    count = split(list, key, " ")
    for (k = 1; k <= count; k++)
        line = line (k == 1 ? "" : k < count ? ", " : count == 2 ? " and " : ", and ") (key[k] == "." ? "the point" : key[k])
    return line
}
function finish(    place, k) {
    if (question == "")
        return
    print ".It " question
    if (lesson != "") {
        split(lesson, place, " ")
        print "Part " place[2] " of lesson " place[1] ":"
        print ".Ql dadao lesson " lesson (pressed == "" ? " ." : " ,")
    } else {
        print ".Ql dadao ,"
    }
    if (pressed != "")
        print "then " keys(pressed) "."
    print "One reads"
    for (k = 1; k <= seen; k++) {
        gsub(/#/, "(number)", text[k])
        print ".Do"
        fill(text[k])
        print ".Dc" (k < seen ? " and" : " .")
    }
    fill(why)
    question = lesson = pressed = why = ""
    seen = 0
}
BEGIN { print ".Bl -tag -width Ds" }
/^question / { finish(); question = substr($0, 10) }
/^lesson / { lesson = substr($0, 8) }
/^keys / { pressed = substr($0, 6) }
/^seen / { text[++seen] = substr($0, 6) }
/^why / { why = substr($0, 5) }
END { finish(); print ".El" }
