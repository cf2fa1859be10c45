/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files: read whole or refused with a reason; written whole or not at all. */
#include "core/file.h"
#include "support/support.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *folder;

static int make_folder(void **state)
{
    (void)state;
    folder = support_folder();
    return 0;
}

static int drop_folder(void **state)
{
    (void)state;
    support_folder_remove(folder);
    return 0;
}

/* Files in the folder, hidden ones too. */
static size_t entries(void)
{
    DIR *directory = opendir(folder);
    assert_non_null(directory);
    size_t count = 0;
    for (const struct dirent *entry; (entry = readdir(directory)) != NULL;)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(directory);
    return count;
}

static void test_reads_any_bytes(void **state)
{
    (void)state;
    char *path = support_format("%s/bytes", folder);
    size_t size = 300000;
    char *bytes = malloc(size);
    for (size_t k = 0; k < size; k++)
        bytes[k] = (char)(k * k >> 3);
    support_write(path, bytes, size);
    char *read = NULL;
    size_t length = 0;
    dadao_error error = { 0 };
    assert_int_equal(dadao_core_file_read(path, 0, &read, &length, &error), DADAO_OK);
    assert_int_equal(length, size);
    assert_memory_equal(read, bytes, size);
    assert_int_equal(read[size], 0);
    free(read);
    free(bytes);
    free(path);
}

static void test_the_limit_is_exact(void **state)
{
    (void)state;
    char *path = support_format("%s/ten", folder), *read = NULL;
    size_t length = 0;
    dadao_error error = { 0 };
    support_write(path, "0123456789", 10);
    assert_int_equal(dadao_core_file_read(path, 10, &read, &length, &error), DADAO_OK);
    free(read);
    assert_int_equal(dadao_core_file_read(path, 9, &read, &length, &error), DADAO_TOO_LARGE);
    assert_null(read);
    assert_non_null(strstr(error.text, path));
    free(path);
}

static void test_what_cannot_be_read_says_why(void **state)
{
    (void)state;
    char *path = support_format("%s/none", folder), *read = NULL;
    size_t length = 0;
    dadao_error error = { 0 };
    assert_int_equal(dadao_core_file_read(path, 0, &read, &length, &error), DADAO_NOT_FOUND);
    assert_non_null(strstr(error.text, path));
    assert_int_equal(dadao_core_file_read(folder, 0, &read, &length, &error), DADAO_IO);
    assert_non_null(strstr(error.text, "folder"));
    assert_null(read);
    free(path);
}

static void test_a_file_appears_only_when_whole(void **state)
{
    (void)state;
    char *path = support_format("%s/result.csv", folder);
    size_t before = entries();
    dadao_error error = { 0 };
    dadao_writer writer = { 0 };
    assert_int_equal(dadao_core_writer_open(&writer, path, &error), DADAO_OK);
    fputs("node,t\n", writer.stream);
    fflush(writer.stream);
    assert_int_not_equal(access(path, F_OK), 0);
    assert_int_equal(dadao_core_writer_commit(&writer, &error), DADAO_OK);
    char *read = support_read(path, NULL);
    assert_string_equal(read, "node,t\n");
    assert_int_equal(entries(), before + 1);
    free(read);
    free(path);
}

static void test_giving_up_leaves_the_old_file(void **state)
{
    (void)state;
    char *path = support_format("%s/kept", folder);
    support_write(path, "old", 3);
    size_t before = entries();
    dadao_error error = { 0 };
    dadao_writer writer = { 0 };
    assert_int_equal(dadao_core_writer_open(&writer, path, &error), DADAO_OK);
    fputs("half", writer.stream);
    dadao_core_writer_abort(&writer);
    dadao_core_writer_abort(&writer);
    char *read = support_read(path, NULL);
    assert_string_equal(read, "old");
    assert_int_equal(entries(), before);
    free(read);
    free(path);
}

static void test_no_such_folder(void **state)
{
    (void)state;
    char *path = support_format("%s/nowhere/result.csv", folder);
    dadao_error error = { 0 };
    dadao_writer writer = { 0 };
    assert_int_equal(dadao_core_writer_open(&writer, path, &error), DADAO_IO);
    assert_non_null(strstr(error.text, path));
    assert_null(writer.stream);
    free(path);
}

static void test_a_full_disk_is_said(void **state)
{
    (void)state;
    if (access("/dev/full", W_OK) != 0)
        skip();
    /* The temporary is a real file; what is full is the stream under it. */
    char *path = support_format("%s/full", folder);
    size_t before = entries();
    dadao_error error = { 0 };
    dadao_writer writer = { 0 };
    assert_int_equal(dadao_core_writer_open(&writer, path, &error), DADAO_OK);
    assert_non_null(freopen("/dev/full", "wb", writer.stream));
    fputs("lost", writer.stream);
    assert_int_equal(dadao_core_writer_commit(&writer, &error), DADAO_IO);
    assert_non_null(strstr(error.text, path));
    assert_int_equal(entries(), before);
    free(path);
}

static void test_permissions_follow_the_mask(void **state)
{
    (void)state;
    char *path = support_format("%s/mode", folder);
    dadao_error error = { 0 };
    dadao_writer writer = { 0 };
    mode_t old = umask(027);
    assert_int_equal(dadao_core_writer_open(&writer, path, &error), DADAO_OK);
    assert_int_equal(dadao_core_writer_commit(&writer, &error), DADAO_OK);
    umask(old);
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0640);
    free(path);
}

static void test_endings(void **state)
{
    (void)state;
    assert_true(dadao_core_has_ending("net.GML", "gml"));
    assert_true(dadao_core_has_ending("a/b.csv.gz", "csv.gz"));
    assert_false(dadao_core_has_ending("netgml", "gml"));
    assert_false(dadao_core_has_ending(".gml", "gml"));
    assert_false(dadao_core_has_ending("x.gmls", "gml"));
    assert_false(dadao_core_has_ending("", "gml"));
}

static dadao_status write_text(const char *path, const char *text, dadao_error *error)
{
    dadao_writer writer;
    dadao_status status = dadao_core_writer_open(&writer, path, error);
    if (status != DADAO_OK)
        return status;
    fputs(text, writer.stream);
    return dadao_core_writer_commit(&writer, error);
}

/* A device or a pipe is written to, never replaced by a file of its name. */
static void test_special_files_stay(void **state)
{
    (void)state;
    struct stat info;
    dadao_error error = { 0 };
    char *link_path = support_format("%s/null", folder), *pipe_path = support_format("%s/pipe", folder);
    assert_int_equal(symlink("/dev/null", link_path), 0);
    assert_int_equal(write_text(link_path, "gone", &error), DADAO_OK);
    assert_int_equal(lstat(link_path, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_int_equal(stat("/dev/null", &info), 0);
    assert_true(S_ISCHR(info.st_mode));
    assert_int_equal(mkfifo(pipe_path, 0600), 0);
    assert_int_equal(write_text(pipe_path, "x", &error), DADAO_IO); /* and does not wait for ever */
    assert_non_null(strstr(error.text, "nobody reads"));
    int reader = open(pipe_path, O_RDONLY | O_NONBLOCK);
    char got[8] = "";
    assert_int_equal(write_text(pipe_path, "through", &error), DADAO_OK);
    assert_int_equal(read(reader, got, sizeof got - 1), 7);
    assert_string_equal(got, "through");
    close(reader);
    assert_int_equal(write_text(folder, "x", &error), DADAO_IO);
    assert_non_null(strstr(error.text, "is a folder"));
    assert_int_equal(unlink(link_path) + unlink(pipe_path), 0);
    free(link_path);
    free(pipe_path);
}

/* A link stays a link, and what is replaced keeps its permissions. */
static void test_links_and_modes_stay(void **state)
{
    (void)state;
    struct stat info;
    dadao_error error = { 0 };
    char *path = support_format("%s/a file\nof \"two\" lines", folder), *link_path = support_format("%s/link", folder), *text;
    assert_int_equal(write_text(path, "one", &error), DADAO_OK);
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(symlink(path, link_path), 0);
    assert_int_equal(write_text(link_path, "two", &error), DADAO_OK);
    assert_int_equal(lstat(link_path, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    text = support_read(path, NULL);
    assert_string_equal(text, "two");
    free(text);
    assert_int_equal(unlink(link_path) + unlink(path), 0);
    free(path);
    free(link_path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_special_files_stay),
        cmocka_unit_test(test_links_and_modes_stay),
        cmocka_unit_test(test_reads_any_bytes),
        cmocka_unit_test(test_the_limit_is_exact),
        cmocka_unit_test(test_what_cannot_be_read_says_why),
        cmocka_unit_test(test_a_file_appears_only_when_whole),
        cmocka_unit_test(test_giving_up_leaves_the_old_file),
        cmocka_unit_test(test_no_such_folder),
        cmocka_unit_test(test_a_full_disk_is_said),
        cmocka_unit_test(test_permissions_follow_the_mask),
        cmocka_unit_test(test_endings),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
