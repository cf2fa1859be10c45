/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way out to the terminal: what is not taken at once waits for POLLOUT; the engine and the keys never do. */
#include "tui/output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/memory.h"

/* The kernel says a terminal is writable when this much surely fits. */
#define SMALL 256

void dadao_tui_output_open(dadao_output *output, int shared)
{
    char name[256];
    memset(output, 0, sizeof *output);
    output->descriptor = shared;
    if (ttyname_r(shared, name, sizeof name) != 0)
        return;
    int own = open(name, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (own < 0)
        return;
    output->descriptor = own;
    output->own = true;
}

void dadao_tui_output_close(dadao_output *output)
{
    if (output->own)
        close(output->descriptor);
    free(output->bytes);
    output->bytes = NULL;
    output->length = output->sent = output->capacity = 0;
}

bool dadao_tui_output_busy(const dadao_output *output)
{
    return output->sent < output->length;
}

bool dadao_tui_output_add(dadao_output *output, const char *bytes, size_t length)
{
    void *block = output->bytes;
    if (output->length + length > output->capacity) {
        if (!dadao_core_grow(&block, &output->capacity, output->length + length, 1))
            return false;
        output->bytes = block;
    }
    memcpy(output->bytes + output->length, bytes, length);
    output->length += length;
    return true;
}

static bool ready(int descriptor)
{
    struct pollfd wait = {descriptor, POLLOUT, 0};
    return poll(&wait, 1, 0) > 0 && (wait.revents & POLLOUT);
}

int dadao_tui_output_push(dadao_output *output)
{
    while (output->sent < output->length) {
        size_t left = output->length - output->sent;
        if (!output->own) {
            if (!ready(output->descriptor))
                return 0;
            if (left > SMALL)
                left = SMALL;
        }
        ssize_t written = write(output->descriptor, output->bytes + output->sent, left);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return 0;
        if (written <= 0) {
            output->length = output->sent = 0;
            return -1;
        }
        output->writes++;
        output->total += (uint64_t)written;
        output->sent += (size_t)written;
    }
    if (output->length > 0)
        output->frames++;
    output->length = output->sent = 0;
    return 1;
}
