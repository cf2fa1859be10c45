/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking back: keyframes of the whole state, places on branches, and what is kept of branches that are not the present one.
 *
 * A branch is a log of commands with a place where it left its parent. The present one stands in the experiment itself. While
 * the run stands before the end of its branch (the *tip*), the commands still to come are in `future`, and running on carries
 * them out again where they were. The first new command there makes a new branch, and the old one is put away whole. */
#ifndef DADAO_EXPERIMENT_REWIND_H
#define DADAO_EXPERIMENT_REWIND_H

/* Commands given at an event come after it, so places are ordered by event, time and number of commands. */
typedef struct dadao_place {
    uint64_t event;
    double t;
    size_t log;
} dadao_place;

/* Undo and redo as they were, shared by the keyframes between two commands. */
typedef struct dadao_undo_memory {
    dadao_undo_stack undo, redo;
} dadao_undo_memory;

typedef struct dadao_keyframe {
    uint64_t branch, hash, epoch;
    dadao_place place;
    bool pinned;             /* kept as long as its branch */
    size_t bytes, lanes;
    dadao_setting setting;   /* retained */
    dadao_box *memory;       /* dadao_undo_memory */
    struct {
        uint64_t id;
        dadao_simulation *simulation;
        double start_distance, wall, wall_t;
        bool stuck;
    } lane[DADAO_LANES];
} dadao_keyframe;

#define DADAO_BRANCH_TEXT 48

typedef struct dadao_branch {
    uint64_t id, parent;     /* parent 0: the first */
    dadao_place fork;        /* on the parent */
    bool restarted;          /* began again at t = 0: nothing before the fork belongs to it */
    char text[DADAO_BRANCH_TEXT]; /* the command that made it */
    /* While it is put away: */
    dadao_log log;
    dadao_keyframe *tip;     /* also among the frames */
    dadao_history history[DADAO_LANES];
    uint64_t history_id[DADAO_LANES];
} dadao_branch;

/* A place with a name. */
typedef struct dadao_bookmark {
    char name[32];
    uint64_t branch;
    dadao_place place;
} dadao_bookmark;

typedef struct dadao_companion dadao_companion;

typedef struct dadao_rewind {
    size_t budget, used;             /* bytes */
    bool off;                        /* one state is too large for the budget */
    uint64_t spacing, next;          /* events between keyframes; where the next is due */
    dadao_keyframe **frame;
    size_t frames, frame_capacity;
    dadao_branch *branch;
    size_t branches, branch_capacity;
    uint64_t current, last_id;       /* ids; 0: nothing runs yet */
    dadao_bookmark *bookmark;
    size_t bookmarks, bookmark_capacity;
    bool past;                       /* before the tip of the present branch: */
    dadao_keyframe *tip;
    dadao_log future;                /* commands between here and the tip */
    bool going;                      /* re-simulating: commands are carried out again */
    dadao_box *memory;               /* of the present, as long as no command changes it */
    size_t memory_log;
    uint64_t checked, divergences;   /* keyframes compared on the way, and how many differed */
    uint64_t sibling;                /* the branch that is shown beside, or 0 (compare.c) */
    struct dadao_companion *companion; /* what is shown beside; NULL: nothing */
} dadao_rewind;

/* ---- rewind.c: keyframes ---- */

/* A simulation was built: the first, or after a start at t = 0 (then what it replaced is put away). */
void dadao_experiment_rewind_begin(dadao_experiment *experiment);
void dadao_experiment_rewind_clear(dadao_experiment *experiment);
dadao_place dadao_experiment_place(const dadao_experiment *experiment);
int dadao_experiment_place_compare(const dadao_place *a, const dadao_place *b);
dadao_keyframe *dadao_experiment_keyframe_take(dadao_experiment *experiment, bool pinned);
void dadao_experiment_keyframe_drop(dadao_rewind *rewind, dadao_keyframe *frame);
/* Makes room by the budget; may drop any frame that is not pinned, and branches that were put away. */
void dadao_experiment_rewind_fit(dadao_experiment *experiment);
/* Puts the state of a frame in place of the present one. */
dadao_status dadao_experiment_keyframe_restore(dadao_experiment *experiment, const dadao_keyframe *frame, dadao_error *error);
/* The lanes of a frame, without their histories. */
dadao_status dadao_experiment_keyframe_thaw(const dadao_keyframe *frame, dadao_lane made[DADAO_LANES], dadao_error *error);
/* What `undo` and `redo` knew then. */
void dadao_experiment_recall(dadao_experiment *experiment, const dadao_undo_memory *memory);
dadao_branch *dadao_experiment_branch(const dadao_rewind *rewind, uint64_t id);
/* Whether a place of a branch lies on the way to the tip of the present one. */
bool dadao_experiment_on_path(const dadao_experiment *experiment, uint64_t branch, const dadao_place *place);
/* The way back as of now, where the tip is, in words for an answer. */
void dadao_experiment_rewind_tell(const dadao_experiment *experiment, dadao_notes *answer);

/* ---- travel.c: going to a place ---- */

/* Where to go: what is not asked for is UINT64_MAX, INFINITY, SIZE_MAX. */
dadao_status dadao_experiment_travel(dadao_experiment *experiment, const dadao_place *to, dadao_error *error);
/* Called where lane 0 stands between two stretches: keyframes, and in the past the commands that are due. */
dadao_status dadao_experiment_rewind_look(dadao_experiment *experiment, size_t log_limit, dadao_error *error);
/* Where a stretch must end for that: lowers what is in *stop. */
void dadao_experiment_rewind_limit(const dadao_experiment *experiment, dadao_stop *stop);
/* Whether the first of the commands to come is due, as long as the log is shorter than `log_limit`; and carrying it out. */
bool dadao_experiment_command_due(const dadao_experiment *experiment, size_t log_limit);
void dadao_experiment_repeat_command(dadao_experiment *experiment);
/* Lowers *stop so that a stretch ends at a place ahead. */
void dadao_experiment_lower_stop(const dadao_experiment *experiment, dadao_stop *stop, uint64_t event, double t);
/* The run leaves its tip for the past. */
dadao_status dadao_experiment_leave_tip(dadao_experiment *experiment, dadao_error *error);

/* ---- look_back.c ---- */

/* There is something to look back at; and a branch that an argument names. */
dadao_status dadao_experiment_need_way_back(dadao_call *call);
dadao_status dadao_experiment_read_branch(const dadao_call *call, size_t index, uint64_t *id);

/* ---- timeline.c ---- */

/* The way back for the screen. */
void dadao_experiment_timeline(const dadao_experiment *experiment, dadao_timeline *timeline);
/* The nearest mark or fork before or after the present, else an end of the branch; tenths of it where there are none. */
dadao_place dadao_experiment_next_place(const dadao_experiment *experiment, bool forward);

/* ---- compare.c ---- */

/* Nothing is shown beside any more. */
void dadao_experiment_companion_clear(dadao_experiment *experiment);
/* The run that is shown beside as the last lane; NULL: none now. */
dadao_experiment *dadao_experiment_companion_shown(const dadao_experiment *experiment);
bool dadao_experiment_companion_behind(const dadao_experiment *experiment);
/* Carries it to where lane 0 stands, about `budget` events at most. */
dadao_status dadao_experiment_companion_follow(dadao_experiment *experiment, uint64_t budget, dadao_error *error);
void dadao_experiment_companion_publish(const dadao_experiment *experiment, dadao_lane_snapshot *lane, const dadao_scene *scene);

/* ---- branches.c ---- */

/* Before a command changes the past: a new branch; and taking that back when the command failed. */
dadao_status dadao_experiment_branch_fork(dadao_experiment *experiment, const char *text, size_t length, dadao_error *error);
void dadao_experiment_branch_unfork(dadao_experiment *experiment);
void dadao_experiment_branch_clear(dadao_branch *branch);
dadao_status dadao_experiment_branch_choose(dadao_experiment *experiment, uint64_t id, dadao_error *error);
bool dadao_experiment_log_copy(const dadao_log *from, size_t count, dadao_log *to);
/* Moves entries so that `log` has `count` of them, the rest is in front of `future`. */
bool dadao_experiment_log_split(dadao_log *log, size_t count, dadao_log *future);
bool dadao_experiment_history_copy(const dadao_history *from, dadao_history *to);
/* Forgets samples after the lane's present. */
void dadao_experiment_history_cut(dadao_lane *lane);

#endif
