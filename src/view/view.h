/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The views: pure functions of (snapshot, view state, size) onto a canvas. No terminal, no clock.
 *
 * Adding a view is one file and one row of DADAO_PANES. The owner of a dadao_view_state calls _observe once for each new
 * snapshot (it keeps the colour scale steady), then _screen as often as it likes. */
#ifndef DADAO_VIEW_H
#define DADAO_VIEW_H

#include <dadao/experiment.h>
#include <dadao/snapshot.h>
#include <stdio.h>

#include "view/camera.h"
#include "view/canvas.h"
#include "view/editor.h"
#include "view/layout.h"
#include "view/study.h"

/* name, label in titles and help, what it is. */
#define DADAO_METRICS(X)                                                        \
    X(LAZY, "lazy", "mean squared distance, each node as of its last event")    \
    X(MSD, "msd", "mean squared distance, all nodes advanced to now")           \
    X(CONSENSUS, "consensus", "distance of the nodes to their mean")            \
    X(SUBOPTIMALITY, "suboptimality", "f at the mean of the nodes, above its minimum")
#define DADAO_AXES(X)                                 \
    X(TIME, "time", "units of time")                  \
    X(GRADIENTS, "gradients", "local gradients")      \
    X(COMMUNICATIONS, "communications", "edge activations") \
    X(COST, "cost", "gradients and communications at their prices")
/* How nodes follow each other from top to bottom of the space-time view. */
#define DADAO_ORDERS(X)                                                         \
    X(INDEX, "index", "nodes in order of their number")                         \
    X(FIEDLER, "fiedler", "nodes by the Fiedler vector: the weakest cut in the middle") \
    X(DEGREE, "degree", "nodes by their number of neighbours")
/* Panes that share the screen: name, bits, what for. */
#define DADAO_TILINGS(X)                                                                                              \
    X("first", DADAO_PANES_FIRST, "the essentials")                                                                    \
    X("all", (1u << DADAO_PANE_COUNT) - 1, "every pane that there is room for")                                        \
    X("lecture", DADAO_PANE_BIT(NETWORK) | DADAO_PANE_BIT(CONVERGENCE) | DADAO_PANE_BIT(SLIDERS), "network, plot and sliders, large") \
    X("waves", DADAO_PANE_BIT(NETWORK) | DADAO_PANE_BIT(SPACETIME) | DADAO_PANE_BIT(EVENTS), "how information travels")    \
    X("plane", DADAO_PANE_BIT(CONVERGENCE) | DADAO_PANE_BIT(SLIDERS) | DADAO_PANE_BIT(ITERATES), "the iterates on their way")  \
    X("numbers", DADAO_PANE_BIT(COUNTERS) | DADAO_PANE_BIT(SPECTRUM) | DADAO_PANE_BIT(STRIP) | DADAO_PANE_BIT(INSPECTOR), "every figure") \
    X("race", DADAO_PANE_BIT(CONVERGENCE) | DADAO_PANE_BIT(COUNTERS) | DADAO_PANE_BIT(SLIDERS), "curves of lanes, large") \
    X("lanes", DADAO_PANE_BIT(CONVERGENCE) | DADAO_PANE_BIT(LANES), "methods side by side") \
    X("prices", DADAO_PANE_BIT(TRADEOFF) | DADAO_PANE_BIT(LEAGUE), "what a goal takes, by rate and by method")
#define DADAO_METRIC_ENUM(name, label, summary) DADAO_METRIC_##name,
#define DADAO_AXIS_ENUM(name, label, summary) DADAO_AXIS_##name,
#define DADAO_ORDER_ENUM(name, label, summary) DADAO_ORDER_##name,
typedef enum dadao_order { DADAO_ORDERS(DADAO_ORDER_ENUM) DADAO_ORDER_COUNT } dadao_order;
#undef DADAO_ORDER_ENUM
typedef enum dadao_metric { DADAO_METRICS(DADAO_METRIC_ENUM) DADAO_METRIC_COUNT } dadao_metric;
typedef enum dadao_axis { DADAO_AXES(DADAO_AXIS_ENUM) DADAO_AXIS_COUNT } dadao_axis;
#undef DADAO_METRIC_ENUM
#undef DADAO_AXIS_ENUM

typedef enum dadao_slider {
    DADAO_SLIDER_COMMUNICATION, DADAO_SLIDER_GRADIENT, DADAO_SLIDER_SPEED,
    DADAO_SLIDER_SELECTED, /* the rate of the node or edge that is selected */
    DADAO_SLIDER_SLOWNESS, /* under a clock for real machines: how many times slower it is than others */
    DADAO_SLIDER_COMMUNICATION_TIME, DADAO_SLIDER_GRADIENT_TIME,
    DADAO_SLIDER_COMMUNICATION_PRICE, DADAO_SLIDER_GRADIENT_PRICE,
    DADAO_SLIDER_COUNT
} dadao_slider;

#define DADAO_PANE_ANY (-1) /* the context of keys that every pane has */

/* A row of the table of keys (src/tui owns the table; help and hints are read from it). */
typedef struct dadao_view_key {
    const char *keys; /* as shown: "space"; NULL: the row stands in no list */
    const char *hint; /* a word for the hint bar; NULL: not there */
    const char *help;
    int pane;         /* only while this pane is chosen, or DADAO_PANE_ANY */
} dadao_view_key;

/* What a mouse did, in cells relative to a pane (its title line included); a drag may lead outside of it. */
typedef enum dadao_pointer_kind {
    DADAO_POINTER_PRESS, DADAO_POINTER_DRAG, DADAO_POINTER_RELEASE, DADAO_POINTER_WHEEL_UP, DADAO_POINTER_WHEEL_DOWN
} dadao_pointer_kind;
typedef struct dadao_pointer {
    dadao_pointer_kind kind;
    int x, y;
    unsigned button; /* 1 left, 2 middle, 3 right; 0 of a wheel */
    bool ctrl, alt;
} dadao_pointer;

/* The pane a button went down in, which has the mouse until it comes up. */
typedef struct dadao_grip {
    bool held;
    dadao_pane_id pane;
    unsigned button;
} dadao_grip;

typedef enum dadao_overlay { DADAO_OVERLAY_NONE, DADAO_OVERLAY_HELP, DADAO_OVERLAY_TEXT, DADAO_OVERLAY_MENU } dadao_overlay;
#define DADAO_VIEW_PATH 1024

#define DADAO_COMPLETIONS 64
typedef struct dadao_completion {
    size_t start;
    char text[64], hint[96];
} dadao_completion;

/* What was selected: a node, or an edge by its ends (edges may be numbered anew). The newest comes first; two at most. */
typedef enum dadao_selected_kind { DADAO_SELECTED_NONE, DADAO_SELECTED_NODE, DADAO_SELECTED_EDGE } dadao_selected_kind;
typedef struct dadao_selected {
    dadao_selected_kind kind;
    size_t node, other; /* other: the edge's larger end */
} dadao_selected;

/* How the convergence plot is looked at. Zero-initialised: all of it, as it grows. */
#define DADAO_LANES 8 /* that have a colour and a dash of their own */
typedef struct dadao_plot_look {
    bool window_x, window_y;   /* cut out: [from, to] of axis `axis`, [low, high] decades of metric `metric` */
    dadao_axis axis;
    dadao_metric metric;
    double from, to, low, high;
    bool cursor;               /* at place `at` of axis `cursor_axis` */
    dadao_axis cursor_axis;
    double at;
    bool frozen;               /* nothing after these events of the lanes is drawn */
    uint64_t frozen_at[DADAO_LANES], seen[DADAO_LANES];
    bool difference;           /* below the plot: lane `other` over lane `one` */
    size_t one, other;
    double all[4];             /* from, to, low, high of all there is, as last observed */
} dadao_plot_look;

/* Where the nodes of the iterate plane were in earlier snapshots. */
#define DADAO_TRAIL_NODES 64
#define DADAO_TRAIL_LENGTH 24
typedef struct dadao_trails {
    size_t nodes, count, head; /* the newest of the ring is before head */
    uint64_t events;
    float at[DADAO_TRAIL_LENGTH][DADAO_TRAIL_NODES][2];
} dadao_trails;

/* What the screen costs, as its owner measured it. */
typedef struct dadao_meter {
    double frames_a_second, bytes_a_second;
    uint64_t frames, missed, writes;
} dadao_meter;

/* When the line of the way back is shown. */
typedef enum dadao_scrub { DADAO_SCRUB_AUTO, DADAO_SCRUB_ON, DADAO_SCRUB_OFF } dadao_scrub;

typedef struct dadao_view_state {
    dadao_glyphs glyphs;
    int colors;                /* 256, 16, 8 or 0 */
    size_t palette;
    unsigned shown;            /* bit per pane */
    dadao_pane_id chosen;      /* what z zooms and whose keys come first */
    bool zoomed;
    int highlight;             /* the pane pointed at, plus one; 0: none */
    dadao_slider slider;       /* the one under the keys */
    double target[DADAO_SLIDER_COUNT]; /* asked for but not yet answered; NaN: none */
    dadao_metric metric;
    dadao_axis axis;
    bool whole_scale;          /* colours span the whole run instead of the nearest decades */
    int scale_top;             /* the lightest colour stands for 10^scale_top; INT_MIN before the first snapshot */
    dadao_order order;
    dadao_selected selected[2];
    dadao_network_look network;
    dadao_lesson_snapshot lesson; /* of the snapshot last observed */
    dadao_timeline timeline;   /* of the snapshot last observed */
    dadao_scrub scrub;
    bool scrubbing;            /* the button went down on the line of the way back */
    const dadao_scene *scene;  /* of the snapshot last observed, for names in commands; NULL: none yet */
    dadao_plot_look plot;
    int ranking;               /* first of the edges by resistance that is listed; drawing clamps it */
    dadao_trails trails;
    double plane_scale;        /* the iterate plane reaches this far from its centre; 0 before the first look */
    double plane_centre[2];    /* relative to x* */
    bool plane_coordinates;    /* along the first two coordinates instead of directions of f */
    dadao_study_wish study[DADAO_STUDY_COUNT];
    dadao_overlay overlay;
    size_t menu;               /* which one lies on top; its choices are the completions */
    char filter[48];           /* help shows only the lines that hold it */
    bool filtering;            /* it is being typed */
    int scroll;                /* first line of the overlay; drawing clamps it */
    const dadao_view_key *keys;
    size_t key_count;
    int colors_kept;           /* what `colors` was before a palette without colours; 0: it has none of those */
    bool calm;                 /* fewer frames and bytes, no flashes */
    bool show_meter;           /* the meter stands at the right of the last line */
    dadao_meter meter;
    bool mouse;                /* wanted: the terminal reports it, and gives up selecting text */
    dadao_grip grip;
    bool prompting;
    dadao_editor editor;
    dadao_completion completions[DADAO_COMPLETIONS];
    size_t completion_count;
    size_t completion_at;      /* SIZE_MAX: none taken yet */
    char notice[DADAO_SNAPSHOT_TEXT]; /* shown in the bar until the next key */
    bool notice_error;
    char film[DADAO_VIEW_PATH]; /* what `cast` asks the screen for: a file, or "off"; empty: nothing */
} dadao_view_state;

void dadao_view_state_init(dadao_view_state *state);
void dadao_view_observe(dadao_view_state *state, const dadao_snapshot *snapshot);

/* What the panes in sight on a screen of this size want published. */
dadao_attention dadao_view_attention(const dadao_view_state *state, int columns, int rows);
/* A number key: shows and chooses a pane; where there is no room for it, or when it is chosen already, it fills the screen, or
 * gives it back. */
void dadao_view_choose(dadao_view_state *state, dadao_pane_id pane, int columns, int rows);
/* A palette without colours puts `colors` to none, another brings them back. */
void dadao_view_use_palette(dadao_view_state *state, size_t palette);
/* Selects a node, or an edge by its two ends; what was selected before comes second. */
void dadao_view_select_node(dadao_view_state *state, size_t node);
void dadao_view_select_edge(dadao_view_state *state, size_t u, size_t v);

/* Draws everything. `snapshot` may be NULL (nothing published yet). Puts the cursor of the prompt at (*column, *row), or
 * -1 where there is none. The canvas has the size of the screen. */
void dadao_view_screen(dadao_canvas *canvas, const dadao_snapshot *snapshot, const dadao_view_state *state, int *column, int *row);

/* One view: draws lane 0 of a snapshot that has a scene and at least one lane. */
typedef void dadao_view_draw(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state);
dadao_view_draw dadao_view_network, dadao_view_convergence, dadao_view_strip, dadao_view_counters, dadao_view_spectrum,
    dadao_view_sliders, dadao_view_spacetime, dadao_view_events, dadao_view_iterates, dadao_view_inspector, dadao_view_lanes,
    dadao_view_tradeoff, dadao_view_league;
/* The same with more room: all eigenvalues, the Fiedler vector, resistances. */
dadao_view_draw dadao_view_spectrum_deep;

/* ---- The mouse ------------------------------------------------------------------------------------------------- */

/* Panes with a pointer function of their own, and its name. */
#define DADAO_POINTED_PANES(X)  \
    X(NETWORK, network)         \
    X(SLIDERS, sliders)         \
    X(CONVERGENCE, convergence) \
    X(SPACETIME, spacetime)     \
    X(ITERATES, iterates)       \
    X(EVENTS, events)           \
    X(SPECTRUM, spectrum)       \
    X(INSPECTOR, inspector)

/* What a pointer does in a pane: changes the view state, puts a command into `line` (empty at first), or both; false: not
 * meant for it. `pane` has no canvas, so that drawing into it does nothing and only its area counts; the snapshot has a
 * scene and at least one lane. */
typedef bool dadao_view_pointing(const dadao_pane *pane, const dadao_snapshot *snapshot, dadao_view_state *state,
                                 const dadao_pointer *pointer, char *line, size_t capacity);
#define DADAO_POINTING(name, function) dadao_view_pointing dadao_view_##function##_pointer;
DADAO_POINTED_PANES(DADAO_POINTING)
#undef DADAO_POINTING

/* What lies under a cell of a screen. */
typedef enum dadao_hit_kind { DADAO_HIT_NONE, DADAO_HIT_PANE, DADAO_HIT_TITLE, DADAO_HIT_HINT, DADAO_HIT_OVERLAY, DADAO_HIT_COMPLETION } dadao_hit_kind;
typedef struct dadao_hit {
    dadao_hit_kind kind;
    dadao_pane_id pane;
    char key[32]; /* of a hint: the name of its key as shown */
    size_t completion;
} dadao_hit;
dadao_hit dadao_view_hit(const dadao_view_state *state, int columns, int rows, int x, int y);
/* A pointer in cells of the screen: chooses and zooms panes, else goes to the pane it is over, or to the one that its button
 * went down in. What is to be typed or commanded: *key (name of a key; empty: none) and `line`. False: nothing happened. */
bool dadao_view_point(dadao_view_state *state, const dadao_snapshot *snapshot, int columns, int rows, const dadao_pointer *pointer,
                      char key[32], char *line, size_t capacity);

/* The band of a lesson; its height on a screen of this size, 0 without a lesson. */
void dadao_view_lesson(const dadao_pane *pane, const dadao_lesson_snapshot *lesson);
int dadao_view_lesson_rows(const dadao_lesson_snapshot *lesson, int columns, int rows);
/* The line of the way back (scrub.c): its height on a screen of this size, and what a pointer on it commands. */
int dadao_view_scrub_rows(const dadao_view_state *state, int columns, int rows);
void dadao_view_scrub(const dadao_pane *pane, const dadao_view_state *state);
bool dadao_view_scrub_pointer(const dadao_pane *pane, const dadao_view_state *state, const dadao_pointer *pointer, char *line,
                              size_t capacity);
/* The layout of the whole screen as the state wants it: panes, the line of the way back, and the band of a lesson above the bar. */
void dadao_view_arrange(const dadao_view_state *state, int columns, int rows, dadao_layout *layout);
void dadao_view_status(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state);
void dadao_view_guarantee_line(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state);
void dadao_view_bar(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state);
void dadao_view_overlay(const dadao_pane *pane, const dadao_snapshot *snapshot, const dadao_view_state *state);
/* How many completions stand above the prompt on a screen of so many rows, and the first of them. */
int dadao_view_completion_rows(const dadao_view_state *state, int rows, int *first);
int dadao_view_overlay_lines(const dadao_view_state *state, int columns);
/* The line of it in row y of a screen of that size; -1: none. */
int dadao_view_overlay_line(const dadao_view_state *state, int columns, int rows, int y);
void dadao_view_prompt(const dadao_pane *pane, const dadao_view_state *state, int *column, int *row);

/* ---- Colours of errors ------------------------------------------------------------------------------------------ */

#define DADAO_SCALE_DECADES 4
typedef struct dadao_scale {
    int high, low; /* decades: colours run from 10^low to 10^high */
} dadao_scale;
dadao_scale dadao_view_scale(const dadao_view_state *state, const dadao_snapshot *snapshot);
/* 0 (small) .. DADAO_RAMP-1 (large, also for NaN and infinity). */
unsigned dadao_view_level(dadao_scale scale, double error);
/* The same as a digit '0'..'9', for screens without colour. */
char dadao_view_digit(dadao_scale scale, double error);

/* ---- Sliders: one table says what each moves ---------------------------------------------------------------------- */

/* The slider under the keys, and the one so many places after it among those in sight. Under a clock for real machines times
 * are moved instead of rates. `snapshot` may be NULL. */
dadao_slider dadao_view_slider_focus(const dadao_snapshot *snapshot, const dadao_view_state *state);
dadao_slider dadao_view_slider_next(const dadao_snapshot *snapshot, const dadao_view_state *state, int amount);
/* The value under the handle (the target where one is pending); NaN when it has none. */
double dadao_view_slider_value(const dadao_snapshot *snapshot, const dadao_view_state *state, dadao_slider slider);
/* One step (of `steps`, either sign) from `value`, kept within the slider's range. */
double dadao_view_slider_step(const dadao_snapshot *snapshot, const dadao_view_state *state, dadao_slider slider, double value, int steps);
double dadao_view_slider_usual(const dadao_snapshot *snapshot, const dadao_view_state *state, dadao_slider slider);
/* The command that sets it: "rate comm 1.26". */
void dadao_view_slider_command(const dadao_snapshot *snapshot, const dadao_view_state *state, dadao_slider slider, double value,
                               char *line, size_t capacity);
/* The same without the value, for typing it: "rate comm ". */
void dadao_view_slider_prefix(const dadao_snapshot *snapshot, const dadao_view_state *state, dadao_slider slider, char *line, size_t capacity);

/* ---- Commands of the looking ---------------------------------------------------------------------------------- */

extern const dadao_command dadao_view_commands[];
extern const size_t dadao_view_command_count;
/* Whether `line` begins with one of them (full name, or a unique abbreviation of at least three letters). */
bool dadao_view_is_command(const char *line);
/* Carries one out on the state; `screen` is what `save screen` saves (NULL: nothing drawn yet). The answer, if any, becomes the notice. */
dadao_status dadao_view_execute(dadao_view_state *state, const dadao_canvas *screen, const char *line, dadao_error *error);

/* The settings of the looking as commands that bring them back ("palette viridis"), in the order in which they are to be
 * carried out; false beyond the last. Each begins with a word of its own. */
bool dadao_view_setting(const dadao_view_state *state, size_t index, char *line, size_t capacity);

/* ---- Back ends ------------------------------------------------------------------------------------------------ */

dadao_status dadao_view_write_text(const dadao_canvas *canvas, FILE *stream, dadao_error *error);
/* A self-contained picture on a dark (or light) ground. */
dadao_status dadao_view_write_svg(const dadao_canvas *canvas, size_t palette, int colors, bool light, FILE *stream, dadao_error *error);
/* A file by its ending: .txt, .svg, .png or .pdf; written beside and renamed. */
dadao_status dadao_view_save(const dadao_canvas *canvas, size_t palette, int colors, bool light, const char *path, dadao_error *error);
bool dadao_view_can_save(const char *path);
/* Text, then a layer of style letters with a legend: what golden files hold. */
dadao_status dadao_view_write_golden(const dadao_canvas *canvas, FILE *stream, dadao_error *error);

/* ---- Numbers and axes ------------------------------------------------------------------------------------------ */

/* A few characters: "0", "0.0123", "12.3", "1.2e-07", "inf", "?" for NaN; buffer of 32. */
const char *dadao_view_number(char *buffer, double value);
/* Counts: "12,345" up to seven digits, then "12.3M"; buffer of 32. */
const char *dadao_view_count(char *buffer, double value);
/* The smallest of 1, 2, 5 times a power of ten that is at least `value` (positive). */
double dadao_view_nice(double value);
/* The span of decades of a log axis that holds [low, high], growing in few steps so that the plot is seldom redrawn. */
dadao_scale dadao_view_decades(double low, double high);

#endif
