/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `dadao lesson`: lists the lessons, opens one at any part, checks them without a screen, prints one as a page. */
#include "cli/cli.h"

#include "core/memory.h"
#include "tui/config.h"
#include "view/view.h"

#include <dadao/lesson.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

typedef struct lesson_options {
    const char *folder;
    bool check, text;
    const char *web; /* the page to be written */
    char **word;     /* lessons named */
    int words;
} lesson_options;

static dadao_experiment_options experiment_options(void)
{
    dadao_experiment_options options = dadao_experiment_options_defaults();
    options.looks = dadao_view_commands;
    options.look_count = dadao_view_command_count;
    options.endless = true;
    return options;
}

static dadao_lesson *read(const char *path)
{
    dadao_lesson *lesson;
    dadao_error error = {0};
    if (dadao_lesson_read(path, dadao_view_commands, dadao_view_command_count, &lesson, &error) != DADAO_OK)
        dadao_cli_report("lesson", NULL, &error);
    return lesson;
}

static bool check(const char *path)
{
    dadao_error error = {0};
    dadao_experiment_options options = experiment_options();
    dadao_lesson *lesson = read(path);
    bool good = lesson && dadao_lesson_check(lesson, &options, &error) == DADAO_OK;
    if (lesson && !good)
        dadao_cli_report("lesson", NULL, &error);
    if (good)
        printf("ok  %s: %s (%zu parts)\n", path, dadao_lesson_title(lesson), dadao_lesson_step_count(lesson));
    dadao_lesson_destroy(lesson);
    return good;
}

static bool print(const char *path)
{
    dadao_error error = {0};
    dadao_notes page = {0};
    dadao_experiment_options options = experiment_options();
    dadao_lesson *lesson = read(path);
    bool good = lesson && dadao_lesson_page(lesson, &options, &page, &error) == DADAO_OK;
    if (lesson && !good)
        dadao_cli_report("lesson", NULL, &error);
    if (good && page.text)
        fputs(page.text, stdout);
    dadao_core_notes_clear(&page);
    dadao_lesson_destroy(lesson);
    return good;
}

static bool write_page(const char *path, const char *page)
{
    dadao_error error = {0};
    dadao_experiment_options options = experiment_options();
    dadao_lesson *lesson = read(path);
    bool good = lesson && dadao_lesson_web(lesson, &options, page, &error) == DADAO_OK;
    if (lesson && !good)
        dadao_cli_report("lesson", NULL, &error);
    dadao_lesson_destroy(lesson);
    return good;
}

bool dadao_cli_score_path(char *buffer, size_t capacity, bool make)
{
    char state[500];
    if (!dadao_tui_state_path(state, sizeof state))
        return false;
    char *slash = strrchr(state, '/');
    if (!slash)
        return false;
    *slash = '\0';
    for (char *at = strchr(state + 1, '/'); make && at; at = strchr(at + 1, '/')) {
        *at = '\0';
        mkdir(state, 0700);
        *at = '/';
    }
    if (make)
        mkdir(state, 0700);
    return snprintf(buffer, capacity, "%s/lessons", state) < (int)capacity;
}

static void print_score(const char *path)
{
    char file[512];
    unsigned right, asked;
    if (dadao_cli_score_path(file, sizeof file, false) && dadao_lesson_score(file, path, &right, &asked))
        printf("  %u of %u right", right, asked);
}

static int list_all(const dadao_lesson_list *list)
{
    bool good = true;
    for (size_t k = 0; k < list->count; k++) {
        dadao_lesson *lesson = read(list->path[k]);
        if (lesson) {
            printf("%3zu  %s", k + 1, dadao_lesson_title(lesson));
            if (dadao_lesson_minutes(lesson) > 0)
                printf("  (%.0f minutes)", dadao_lesson_minutes(lesson));
            print_score(list->path[k]);
            printf("\n     %s\n", dadao_lesson_about(lesson));
        }
        good = good && lesson;
        dadao_lesson_destroy(lesson);
    }
    if (list->count == 0)
        fprintf(stderr, "dadao: lesson: none are installed here: --lessons=FOLDER says where they are\n");
    else
        printf("\n`dadao lesson N` opens one; `dadao lesson --text N` prints it.\n");
    return good && list->count ? DADAO_CLI_OK : DADAO_CLI_FAILED;
}

/* Opens the screen with the lesson, or the part of it that is named behind it, as its first command. */
static int open_lesson(const lesson_options *options, const char *path)
{
    const char *part = options->words > 1 ? options->word[1] : "";
    size_t length = strlen(path) + strlen(part) + 16;
    if (options->words > 2) {
        fprintf(stderr, "dadao: lesson: '%s': one lesson is opened, and of it one part: `dadao lesson 4 2`\n", options->word[2]);
        return DADAO_CLI_USAGE;
    }
    if (part[strspn(part, "0123456789")] != '\0') {
        fprintf(stderr, "dadao: lesson: '%s' is not the number of a part\n", part);
        return DADAO_CLI_USAGE;
    }
    char *command = dadao_core_allocate(length, 1), folder[512];
    char *arguments[] = {(char *)(uintptr_t) "-c", command, folder};
    if (!command)
        return DADAO_CLI_FAILED;
    snprintf(command, length, "lesson \"%s\" %s", path, part);
    snprintf(folder, sizeof folder, "--lessons=%s", options->folder ? options->folder : "");
    int status = dadao_cli_live(options->folder ? 3 : 2, arguments);
    free(command);
    return status;
}

static int act(const lesson_options *options, const dadao_lesson_list *list)
{
    bool good = true;
    int count = options->words;
    if (count == 0 && !options->check)
        return options->text ? (fprintf(stderr, "dadao: lesson: --text wants the number of a lesson\n"), DADAO_CLI_USAGE)
                             : list_all(list);
    if (count == 0 && list->count == 0)
        return list_all(list);
    for (int k = 0; k < (count ? count : (int)list->count); k++) {
        char *path = count ? dadao_lesson_list_find(list, options->word[k]) : dadao_core_copy_text(list->path[k]);
        if (!path) {
            fprintf(stderr, "dadao: lesson: there is no lesson '%s': `dadao lesson` lists them\n", count ? options->word[k] : "");
            return DADAO_CLI_USAGE;
        }
        if (!options->check && !options->text && !options->web) {
            int status = open_lesson(options, path);
            free(path);
            return status;
        }
        good = (options->check ? check(path) : options->text ? print(path) : write_page(path, options->web)) && good;
        free(path);
    }
    return good ? DADAO_CLI_OK : DADAO_CLI_FAILED;
}

int dadao_cli_lesson(int count, char **arguments)
{
    static const char *const known[] = {"--check", "--text", "--lessons", "--web"};
    lesson_options options = {0};
    dadao_lesson_list list;
    dadao_error error = {0};
    options.word = dadao_core_allocate((size_t)count + 1, sizeof *options.word);
    int status = options.word ? DADAO_CLI_OK : DADAO_CLI_FAILED;
    for (int k = 0; status == DADAO_CLI_OK && k < count; k++) {
        if (strcmp(arguments[k], "--check") == 0)
            options.check = true;
        else if (strcmp(arguments[k], "--text") == 0)
            options.text = true;
        else if (dadao_cli_is(arguments[k], "--web", NULL))
            status = (options.web = dadao_cli_value(count, arguments, &k, "--web")) ? DADAO_CLI_OK : DADAO_CLI_USAGE;
        else if (dadao_cli_is(arguments[k], "--lessons", NULL))
            status = (options.folder = dadao_cli_value(count, arguments, &k, "--lessons")) ? DADAO_CLI_OK : DADAO_CLI_USAGE;
        else if (arguments[k][0] == '-')
            status = dadao_cli_unknown_option("lesson", arguments[k], known, 4);
        else
            options.word[options.words++] = arguments[k];
    }
    if (status == DADAO_CLI_OK && dadao_lesson_list_open(options.folder, &list, &error) != DADAO_OK) {
        dadao_cli_report("lesson", NULL, &error);
        status = DADAO_CLI_FAILED;
    } else if (status == DADAO_CLI_OK) {
        status = act(&options, &list);
        dadao_lesson_list_clear(&list);
    }
    free(options.word);
    return status;
}
