/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the help says of each pane: what to notice, what to try, and how what it shows is computed. One row a pane. */
#ifndef DADAO_VIEW_NOTES_H
#define DADAO_VIEW_NOTES_H

/* pane, what to notice, what to try, how it is computed (empty: nothing to add) */
#define DADAO_PANE_NOTES(X)                                                                                                        \
    X(NETWORK, "Errors travel along edges; a bridge holds them up.",                                                               \
      "Cut an edge and watch the guarantee; put it back.", "")                                                                     \
    X(CONVERGENCE,                                                                                                                 \
      "A straight line is linear convergence: its slope is the rate. The dotted line is what the theorem promises; the curve "     \
      "falls faster.",                                                                                                             \
      ":rate comm 0.3 and the curve turns up; :rate comm 1 and it falls again. x changes the axis: what is fast in time may be "  \
      "dear in communications.",                                                                                                   \
      "The measured rate is the least-squares slope of ln msd over the last half of the run. Letters mark commands that changed "  \
      "it. The cursor shows samples as they were taken, never something between two. "  \
      "Where the problem is a very small quadratic one, -. is the exact mean of the error over all runs, from the equation of "  \
      "its second moment, against expected counts; it goes while nothing was changed in flight.")                                             \
    X(STRIP, "Nodes with fewer events lag.", "Slow one down: :rate node 3 0.1", "")                                                \
    X(COUNTERS, "Counts stay within two or three standard deviations (sd) of what the clocks promise.",                            \
      "Run with another seed: :seed 2",                                                                                            \
      "Expected is the integral of the rates over time; counts of Poisson clocks have standard deviation sqrt(expected).")         \
    X(SPECTRUM,                                                                                                                    \
      "chi1 asks how slowly news spreads, chi2 which edge is hardest to bypass. The signs of the Fiedler vector are the two "      \
      "sides of the weakest cut.",                                                                                                 \
      "Add the edge it names, then look at chi1; give the worst edge a higher rate.",                                              \
      "chi1 = 1/lambda_2, chi2 = half the largest effective resistance R of an edge; enough is 2 chi1 chi2 <= 1. The best new "    \
      "edge is where the Fiedler vector differs most among ends not joined; lambda_2 rises by at most rate x difference^2, so "    \
      "chi1 falls at best to what is said. rate x R is an edge's chance to be in a random spanning tree.")                         \
    X(SLIDERS, "Less talk than sufficient with unchanged parameters diverges; more is wasted.",                                    \
      "Move communication slowly below 1 and watch the convergence plot. Select a node or an edge for a slider of its own. "       \
      "w turns the clock for real machines on or off: sliders of times instead of rates, stragglers, and prices.",                 \
      "What limits: theory is s = sqrt(2 chi1 chi2) on a logarithmic gauge; above 1 gradients count for 1/s of their number "      \
      "(communication limits), below 1 talk is spare (computation limits). This run is the share of the nodes' disagreement in "   \
      "the mean squared distance: much of it asks for talk, little of it for gradients.")                                          \
    X(SPACETIME, "Colours compare each moment with its own mean: waves start where something was learnt and run along edges.",     \
      "On a path or a cycle o orders nodes by the Fiedler vector; s shows the errors themselves.",                                 \
      "A cell shows the worst node of its lines, averaged (in logarithms) over the moments it covers.")                            \
    X(EVENTS, "Nobody waits for anybody: gradients and communications fall where the clocks let them.",                            \
      "Slow down to a few events a second and name each one.",                                                                     \
      "Waits are in units of their mean; the curve is e^-x. p is the chance of a worse fit from an exponential clock "             \
      "(chi-square over bins of at least five); below 0.01 it is called unlike.")                                                  \
    X(ITERATES, "Nodes first agree, then walk together to x*; along the soft direction they walk last.",                           \
      "Choose another conditioning or cut an edge: the parts walk to different points.",                                           \
      "Distances are from x*; the picture rescales in steps of 1, 2, 5. Lines are levels of f to second order at x*.")             \
    X(INSPECTOR, "z is what neighbours told each other: its sum over the nodes never changes.",                                      \
      "Compare the two ends of the worst edge: :select edge 0 1, then one of its nodes.",                                          \
      "Vectors are as of the node's last event. Mean waits are 1/rate at the present rates.")                                      \
    X(TRADEOFF, "Too little talk and the goal is not reached; too much and talk is wasted. The best point lies between, and "      \
      "moves with what is counted.",                                                                                               \
      "Enter runs it, v counts something else. Count cost and turn the price: :cost price communication=20",                       \
      "Each point is a mean over seeds of runs from t = 0 with the present settings; bars are 95 % intervals (Student). Points "   \
      "count only where every seed reached the goal. What now takes is read off between two points.")                              \
    X(LEAGUE, "Few gradients or few communications: seldom the same method.",                                                      \
      "Enter runs it, v ranks by something else. Another network, and the order changes: :topology star 16",                       \
      "Means over seeds from t = 0, with each method's default preset. Times are in each method's own unit.")

#endif
