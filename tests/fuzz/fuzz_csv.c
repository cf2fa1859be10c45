/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzes the reader of tables: whatever the bytes, it answers with a table whose cells are all there, or with a
 * sentence. */
#include "core/csv.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads every cell every way; a cell outside the text is found by the sanitizer. */
static void use(const dadao_csv *csv)
{
    size_t before = 0;
    for (size_t row = 0; row < csv->rows; row++) {
        if (csv->line[row] <= before)
            abort(); /* rows are in order */
        before = csv->line[row];
        for (size_t column = 0; column < csv->columns; column++) {
            double number;
            size_t index;
            dadao_error error = { 0 };
            (void)strlen(dadao_core_csv_text(csv, row, column));
            if (dadao_core_csv_double(csv, row, column, &number, &error) != DADAO_OK && error.text[0] == '\0')
                abort();
            (void)dadao_core_csv_index(csv, row, column, 100, &index, &error);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    dadao_csv csv;
    dadao_error error = { 0 };
    if (dadao_core_csv_parse("fuzz.csv", (const char *)data, size, &csv, &error) == DADAO_OK) {
        size_t column;
        use(&csv);
        (void)dadao_core_csv_require(&csv, "rate", &column, &error);
    } else if (strncmp(error.text, "fuzz.csv:", 9) != 0) {
        abort(); /* an error names its file */
    }
    dadao_core_csv_clear(&csv);
    return 0;
}
