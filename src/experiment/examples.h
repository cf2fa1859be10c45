/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of ready examples: networks, problems and whole experiments, each a line of commands. */
#ifndef DADAO_EXPERIMENT_EXAMPLES_H
#define DADAO_EXPERIMENT_EXAMPLES_H

/* X(name, kind, summary, commands). A network keeps the problem, a problem keeps the network; an experiment sets what it is about. */
#define DADAO_EXAMPLES(X)                                                                                                        \
    X("bridge", "network", "two cliques and one edge that everything depends on", "topology barbell 16")                         \
    X("ring", "network", "a cycle: information goes round", "topology cycle 16")                                                 \
    X("star", "network", "one centre, many leaves", "topology star 16")                                                          \
    X("line", "network", "a path: the slowest there is", "topology path 16")                                                     \
    X("grid", "network", "a grid, 6 by 8", "topology grid 6 8")                                                                  \
    X("everyone", "network", "a complete graph of 12", "topology complete 12")                                                   \
    X("nearby", "network", "50 nodes that talk with those nearby", "topology random-geometric 50 0.25")                          \
    X("small-world", "network", "a ring with a few far links", "topology watts-strogatz 40 4 0.1")                               \
    X("internet", "network", "the ARPANET of 1970", "topology load arpanet1970")                                                 \
    X("europe", "network", "GEANT, a research network", "topology load geant")                                                   \
    X("regression", "problem", "every node fits a line to its own samples", "problem linear dim=2")                              \
    X("classes", "problem", "every node separates its own samples", "problem logistic dim=2")                                    \
    X("stiff", "problem", "quadratics with L/mu = 100", "problem quadratic kappa=100")                                           \
    X("disagreeing", "problem", "every second node curves 20 times more", "problem quadratic dim=2 kappa=20 curvature=alternate") \
    X("guarantee", "experiment", "everything as the theorem wants it: the bound holds",                                          \
      "topology complete 10; problem quadratic kappa=10; start theorem; rate gradient 1; follow on; rate comm 1")                \
    X("too-quiet", "experiment", "half the talk that is sufficient, parameters kept: it diverges",                               \
      "topology star 5; problem quadratic kappa=100; start random; rate gradient 1; rate comm 1; follow off; rate comm 0.4")     \
    X("straggler", "experiment", "one node computes 20 times slower than the others",                                            \
      "topology cycle 12; problem linear dim=2; start random; rate gradient 1; rate comm 1; node slow 0 20")                     \
    X("cut", "experiment", "the bridge is cut: each half heads for a point of its own",                                          \
      "topology barbell 16; problem linear dim=2; start random; rate gradient 1; rate comm 1; edge cut 7 8; error target=component")

#endif
