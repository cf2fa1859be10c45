/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the screen showed some seconds ago. */
#include "tui/past.h"

#include <string.h>

void dadao_tui_past_see(dadao_past *past, uint64_t events, double now)
{
    while (past->count > 0 && past->event[past->count - 1] > events)
        past->count--;
    if (past->count > 0 && (now < past->next || past->event[past->count - 1] == events))
        return;
    if (past->count == DADAO_PAST_SECONDS)
        memmove(past->event, past->event + 1, --past->count * sizeof *past->event);
    past->event[past->count++] = events;
    past->next = now + 1;
}

bool dadao_tui_past_ago(const dadao_past *past, uint64_t events, unsigned seconds, uint64_t *event)
{
    size_t back = past->count < seconds ? past->count : seconds;
    if (back == 0 || past->event[past->count - back] >= events)
        return false;
    *event = past->event[past->count - back];
    return true;
}
