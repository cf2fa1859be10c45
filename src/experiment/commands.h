/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of commands: one row each, from which the parser, the completion, the help and the manual are read. */
#ifndef DADAO_EXPERIMENT_COMMANDS_H
#define DADAO_EXPERIMENT_COMMANDS_H

#define DADAO_EDIT DADAO_COMMAND_EDIT
#define DADAO_REBUILD (DADAO_COMMAND_EDIT | DADAO_COMMAND_REBUILD)

/* X(id, name, arguments, summary, detail, example, flags). The example can be carried out on the default experiment. */
#define DADAO_COMMANDS(X)                                                                                                        \
    X(topology, "topology", "KIND ARGUMENTS | [load] FILE [OPTIONS]", "choose the network and start again",                      \
      "KIND is a generator (path N, cycle N, star N, complete N, grid A B, torus A B, barbell N and more: `help topology` lists " \
      "them), FILE a GraphML, GML, Pajek, NCOL, LGL, edge list or CSV file, or the name of a shipped graph. Options: seed=S, "    \
      "format=F, rate=ATTRIBUTE, component=largest, layout=NAME. Edge and node rates go back to the last `rate comm` and "        \
      "`rate gradient`.",                                                                                                         \
      "topology barbell 16", DADAO_REBUILD)                                                                                       \
    X(problem, "problem", "KIND [OPTIONS]", "choose what is minimised and start again",                                          \
      "KIND is linear, logistic or quadratic. Data are made from a seed (dim=, samples= per node, noise=, seed=) or read with "   \
      "data=FILE; `help problem` lists the options.",                                                                             \
      "problem linear dim=3 samples=50 noise=1 seed=2", DADAO_REBUILD)                                                            \
    X(method, "method", "NAME [preset=PRESET]", "choose the method and start again",                                             \
      "Parameters set by hand are forgotten.", "method dadao preset=jmlr", DADAO_REBUILD)                                         \
    X(preset, "preset", "NAME", "take all parameters from a preset, in flight",                                                  \
      "Parameters set by hand are forgotten.", "preset jmlr", DADAO_EDIT)                                                         \
    X(parameter, "parameter", "NAME VALUE|default", "set one parameter of the method by hand",                                   \
      "The others keep following the preset; `default` gives the parameter back to it.", "parameter beta 0.25", DADAO_EDIT)       \
    X(start, "start", "random | origin | theorem | FILE", "choose the starting point and start again",                           \
      "random: x normal, the other vectors 0. origin: all 0. theorem: the start the guarantee speaks about. FILE: columns "       \
      "node,c0,… (x only) or a file written by `save state`.",                                                                    \
      "start theorem", DADAO_REBUILD)                                                                                             \
    X(seed, "seed", "S", "choose the seed of all random streams and start again",                                                \
      "The network and the data are built again from their specification; edits of edges and nodes are forgotten.", "seed 7",     \
      DADAO_REBUILD)                                                                                                              \
    X(rate_comm, "rate comm", "R | total=T", "set the total rate of communications",                                             \
      "R times the sufficient rate of the present shape, or T in all (needs no chi). All edge rates are scaled alike.",           \
      "rate comm 1.5", DADAO_EDIT)                                                                                                \
    X(rate_gradient, "rate gradient", "G", "multiply the gradient rate of every node",                                           \
      "Every node's rate is scaled alike; 1 is one gradient per node and unit of time.", "rate gradient 0.5", DADAO_EDIT)         \
    X(rate_node, "rate node", "NODE V | all V", "set the gradient rate of one node, or of all",                       \
      "At rate 0 a node computes nothing but still talks: its x stands, and draws the others to itself (`node stop` stops it altogether).", \
      "rate node 3 0.5", DADAO_EDIT)                                                                                              \
    X(rate_edge, "rate edge", "I J V | I-J V | all V", "set the communication rate of one edge, or of all",                      \
      "No other edge changes. An edge at rate 0 is absent from chi1 and chi2.", "rate edge 7-8 0.25", DADAO_EDIT)                 \
    X(follow, "follow", "on|off", "let the parameters follow the network in flight",                                             \
      "on: the preset is taken again whenever the network or a rate changes. off: parameters stay as they are.",                  \
      "follow off", DADAO_EDIT)                                                                                                   \
    X(edge_add, "edge add", "I J [rate=V]", "add an edge", "It gets the mean rate of the others, or V.", "edge add 0 15",        \
      DADAO_EDIT)                                                                                                                 \
    X(edge_cut, "edge cut", "I J [recentre]", "cut an edge",                                                                     \
      "Where this falls apart into components, each converges to what its conserved sums of z say; `recentre` subtracts their "   \
      "means, so that each seeks its own optimum.",                                                                               \
      "edge cut 7 8", DADAO_EDIT)                                                                                                 \
    X(node_add, "node add", "[to=I,J,… | near=I] [data=new|copy|I] [start=mean|origin] [rate=V] [label=NAME]", "let a node join", \
      "It becomes the last node, joined to the nodes named (near=I: to node I and its nearest neighbour; without either: near "  \
      "the node with fewest edges) by edges of the mean rate, or V. data=new draws its objective by the problem's "              \
      "specification from a stream of its own, data=copy copies that of the first node it joins, data=I that of node I; where "  \
      "the data come from a file it is a copy. It starts with z = z~ = 0, so that the sums stay what they are, x and x~ at the " \
      "mean of its neighbours or 0, y = y~ = 0. mu, L and x* are computed again.",                                               \
      "node add to=0,15 label=late", DADAO_EDIT)                                                                                 \
    X(node_remove, "node remove", "NODE", "remove a node with its data and edges",                                               \
      "Later nodes move down by one; z of each part of the rest is recentred, so that it seeks the optimum of those who stay. "  \
      "`undo` brings the node back with the vectors it left with, and gives the rest what recentring took.",                     \
      "node remove 3", DADAO_EDIT)                                                                                               \
    X(node_stop, "node stop", "NODE", "stop a node: no gradients, no communications",                                            \
      "It keeps its vectors, and so its z: the rest, whose sum of z is not 0 then, heads for the minimiser of its objectives "   \
      "plus a linear term. chi1 and chi2 are those of the nodes that run. `node start` brings it back with its old rates.",      \
      "node stop 3", DADAO_EDIT)                                                                                                 \
    X(node_start, "node start", "NODE", "bring back a node that was stopped",                                                    \
      "Its rates are those it had, or was given meanwhile.", NULL, DADAO_EDIT)                                                   \
    X(node_slow, "node slow", "NODE FACTOR", "make a node a straggler: gradients FACTOR times slower",                           \
      "The same as `rate node NODE 1/FACTOR`; FACTOR 1 gives it its full rate again. Its communications are not touched.",       \
      "node slow 3 10", DADAO_EDIT)                                                                                              \
    X(recentre, "recentre", "", "subtract from z and z~ their means over each part of the network",                              \
      "After a cut each part keeps heading for what its sums of z say; recentred, each seeks its own optimum. A node that is "   \
      "stopped is a part alone. Nothing else changes.",                                                                          \
      "recentre", DADAO_EDIT)                                                                                                    \
    X(error, "error", "target=global|component", "say what errors are distances to: x*, or where each part heads",               \
      "component: errors of nodes and the mean squared distance that are shown are to the point that the node's part of a cut "  \
      "network heads for. `run until error<E`, traces and the summary's msd stay distances to x*.",                              \
      "error target=component", 0)                                                                                               \
    X(events_load, "events load", "FILE", "replay recorded events instead of the clocks, from t = 0",                            \
      "Columns t,kind,i,j; kind is grad or comm; others are ignored.", NULL, DADAO_REBUILD)                                       \
    X(events_clocks, "events clocks", "", "go back to Poisson clocks, from t = 0", NULL, "events clocks", DADAO_REBUILD)         \
    X(events_save, "events save", "FILE | off", "record the events from now on", "The columns are t,kind,i,j.",                  \
      "events save events.csv", DADAO_COMMAND_WRITES)                                                                             \
    X(trace, "trace", "FILE [every=K] | off", "write the metrics of the start and of every K-th event",                          \
      "CSV, or by ending JSON lines (.jsonl, .ndjson) or a NumPy matrix (.npy). The file is valid at every moment.",              \
      "trace trace.csv every=100", DADAO_COMMAND_WRITES)                                                                          \
    X(run, "run", "[events=N] [until t=T | error<E | event=N | CONDITION]", "run, to the first of the ends named",               \
      "events=N: N more events. until t=T: to time T. until error<E: until the lazy mean squared distance is below E. "           \
      "until event=N: to event N. A CONDITION stops it at the very event: `node 7 communicates`, `edge 7-8 fires`, `gradient`, "  \
      "`consensus<1e-3` and more (`help run`). Without an end: for ever on the screen, to the end of an event log elsewhere.",     \
      "run events=100", DADAO_COMMAND_RUN)                                                                                        \
    X(step, "step", "[K]", "carry out K events (1)", NULL, "step 3", DADAO_COMMAND_RUN)                                          \
    X(pause, "pause", "", "stop; `run` goes on", NULL, "pause", DADAO_COMMAND_RUN)                                               \
    X(reset, "reset", "", "go back to t = 0 with the same seeds and the present settings", NULL, "reset", DADAO_REBUILD)         \
    X(undo, "undo", "", "apply the setting before the last change, now",                                                         \
      "A change that started again at t = 0 is taken back by starting again at t = 0. The last 64 changes are remembered.",       \
      "undo", DADAO_EDIT)                                                                                                         \
    X(redo, "redo", "", "make again the change that `undo` took back", "Until something else is changed.", NULL, DADAO_EDIT)     \
    X(back, "back", "[N | t=SPAN]", "go back N events (1), or a span of time",                                                   \
      "What happened since stays: `goto end` returns to it, and running on does it again to the same bits, with the commands "    \
      "that were given. The first new command there makes a branch of its own.",                                                  \
      "run events=5; back 2", 0)                                                                                                                \
    X(goto, "goto", "event=N | t=T | mark NAME | next | previous | start | end", "go to a moment of the run",                    \
      "The nearest keyframe before it, then the events in between again; hashes tell whether they are the same. A mark of "       \
      "another branch chooses that branch. "                                                                                   \
      "next and previous are marks and forks, or tenths of the run where there are none.",                                                                                     \
      "goto start", 0)                                                                                                            \
    X(mark, "mark", "[NAME]", "give this moment a name, or list the marks", NULL, "mark \"before the cut\"", 0)                  \
    X(branch_list, "branch list", "", "list the branches and where they are", NULL, "branch list", 0)                            \
    X(branch_choose, "branch choose", "K", "go to the end of another branch", NULL, "branch choose 1", 0)                        \
    X(branch_compare, "branch compare", "[K] | off", "show another branch beside this one",                                      \
      "A lane of its own, from the instant at which the branches part: the same noise, the settings of that branch, carried on "  \
      "beyond its end. The branch that the present one left unless K says which. A look: nothing of it is logged, recorded or "   \
      "undone.",                                                                                                                  \
      NULL, DADAO_COMMAND_ALIGNED)                                                                                                \
    X(compare, "compare", "COMMAND", "carry out a command, and show beside how it would have gone without",                      \
      "Same noise, other setting: two lanes from this instant on. The log holds the command only; `branch compare off` ends it.", \
      "run events=100; compare rate comm 2", DADAO_COMMAND_ALIGNED)                                                               \
    X(keyframes, "keyframes", "[budget=MEGABYTES]", "say what the way back takes, or may take",                                  \
      "When the budget is full, every second keyframe goes. Where a single state takes more than half of it, rewinding is off.", \
      "keyframes", 0)                                                                                                             \
    X(explain, "explain", "[event | node I | edge I J | rates | warning | plot [PLOT] | SYMBOL] [level=1|2|3]",                                \
      "say what just happened, in words and numbers",                                                                             \
      "The last event by default: which clock rang and why it was the one, what flowed since, the jump, what travelled, what "    \
      "changed. level=1 is one sentence, 2 the step, 3 the whole arithmetic. A PLOT is a pane of the screen (convergence). "   \
      "A SYMBOL is a parameter (alpha, or its letter) or "  \
      "a quantity.",                                                                                                              \
      "step; explain level=3", 0)                                                                                                 \
    X(record, "record", "FILE | off", "record everything from here on, as it happens",                                           \
      "A script that grows with the run, with hashes: `dadao replay FILE` shows it again, also when it was cut off in the middle " \
      "of a line. What led to the present run is written first.",                                                                \
      "record run.rec", DADAO_COMMAND_WRITES)                                                                                     \
    X(expect, "expect", "hash=H", "stop with an error unless the state has this hash",                                           \
      "Recordings contain it now and then, so that a replay with other bits is noticed.", NULL, 0)                               \
    X(hash, "hash", "", "print the 64-bit hash of the whole state", "Equal hashes are equal states, to the last bit.", "hash",    \
      DADAO_COMMAND_ALIGNED)                                                                                                      \
    X(chi, "chi", "", "print chi1, chi2 and the spectrum of the present network", NULL, "chi", 0)                                \
    X(oracle, "oracle", "[FILE.(csv|jsonl|npy)] [t=T]", "the exact expected error on quadratics, its rate, and the gap to the guarantee", \
      "Of DADAO with exact gradients and Poisson clocks, for few nodes and dimensions (6 n d at most 120), from the present start. "  \
      "FILE gets the curve up to T (100) with the guaranteed bound where it holds.",                                             \
      NULL, 0)                                                                                                                   \
    X(save_state, "save state", "FILE [lazy=yes] [lane=K|NAME]", "write the vectors of every node as CSV",                       \
      "Every node is advanced to now; lazy=yes: as of its own last event. Columns node,t,var,c0,c1,… Of lane 0 unless lane= "     \
      "says which.",                                                                                                              \
      "save state state.csv", DADAO_COMMAND_WRITES | DADAO_COMMAND_ALIGNED)                                                                             \
    X(save_script, "save script", "[FILE]", "write a script that replays this experiment to the same bits",                            \
      "Without a name it is called by the number of the event, as in dadao-1234.dadao.",                 \
      "save script run.dadao", DADAO_COMMAND_WRITES)                                                                              \
    X(share, "share", "", "the whole experiment as one line of text",                                                            \
      "`open`, the prompt, `dadao` and `dadao run` take the line and come to the same bits.", "share", 0)                        \
    X(open, "open", "LINE | FILE", "take the place of the experiment: a line of `share`, a script or a recording",               \
      "What was there before is put away (`branch list`). What is opened may not write files. `open` itself can be left out before a line of `share`.",          \
      NULL, 0)                                                                                                                   \
    X(new, "new", "", "begin anew, as the program begins", NULL, "new", DADAO_REBUILD)                                           \
    X(save_figure, "save figure", "FILE.(svg|pdf|png) [plot=PLOT] [axis=AXIS] [metric=METRIC]", "draw a plot for print",            \
      "Plots: convergence (axis= time, gradients or communications; metric= msd, lazy, consensus or suboptimality), spacetime, "  \
      "network, spectrum, fiedler, resistances, events, waiting, iterates and nodes. The picture reads in grey too.",            \
      "save figure network.pdf plot=network", DADAO_COMMAND_WRITES)                                                                       \
    X(save_data, "save data", "FILE.(csv|jsonl|npy) [plot=PLOT] [axis=AXIS] [metric=METRIC]", "write the numbers behind a plot",      \
      "The same plots as `save figure`. NPY holds the columns of numbers.", "save data nodes.csv plot=nodes", DADAO_COMMAND_WRITES)   \
    X(save_network, "save network", "FILE", "write the network with its present rates (GraphML, GML, DOT, CSV by ending)", NULL, \
      "save network network.graphml", DADAO_COMMAND_WRITES)                                                                       \
    X(speed, "speed", "N | max", "events per second on the screen",                                                              \
      "From 0.1 to max; a run without a screen always goes as fast as it can.", "speed 100", 0)                                   \
    X(given, "given", "[chi1=V chi2=V] [mu=V] [L=V] [optimum=V,…] [file=F xxh64=H] [numerics=N] [next]",                         \
      "put back constants that were computed elsewhere",                                                                          \
      "chi1, chi2 are at unit total rate. `next`: for the network or problem as the next command makes it. A file with another "  \
      "hash, or other numerics, is refused. Scripts written by `save script` use this to give the same bits on every machine.",   \
      "given chi1=64 chi2=28.5", DADAO_EDIT)                                                                                      \
    X(lane_add, "lane add", "METHOD [preset=PRESET] [name=NAME] [PARAMETER=VALUE …]", "run another method beside the others",    \
      "It has the same network, problem and seed (so the same clocks: noise is shared), begins at t = 0 with the network and "    \
      "rates as they are now, and catches up with lane 0. At most 8 lanes.",                                                      \
      "lane add dadao preset=jmlr", DADAO_EDIT | DADAO_COMMAND_UNALIGNED)                                                         \
    X(lane_remove, "lane remove", "K | NAME", "end a lane", "Lane 0 leads and stays. Taking this back starts the lane again.",    \
      NULL, DADAO_EDIT | DADAO_COMMAND_UNALIGNED)                                                                                 \
    X(lane_choose, "lane choose", "K | NAME", "say which lane method, preset and parameter speak about", NULL, "lane choose 0",   \
      DADAO_EDIT | DADAO_COMMAND_UNALIGNED)                                                                                       \
    X(lane_axis, "lane axis", "time | gradients | communications | cost", "say what the lanes advance on together",               \
      "Lane 0 leads; each other lane is carried on to its first event or round at which it has as much of this as lane 0 (on "    \
      "time: to just the same time). cost is what gradients and communications come to by their prices.",                         \
      "lane axis gradients", DADAO_EDIT)                                                                                          \
    X(lane_list, "lane list", "", "list the lanes and where they are", NULL, "lane list", DADAO_COMMAND_ALIGNED)                  \
    X(cost_gradient, "cost gradient", "[time=T] [law=constant|exponential|lognormal] [sigma=S]",                                  \
      "say how long a gradient takes: a clock for real machines",                                                                 \
      "From now on events take time. Asynchronous methods wait for nobody: their rates become one over the mean times. "          \
      "Synchronous ones wait in each round for the slowest node and, at each gossip step, the slowest edge. The unit of time "    \
      "of all lanes is then the time of a gradient. exponential: the Poisson clocks of the theory; with the other laws every "    \
      "node and edge has a clock with a memory, and the guarantee is void. sigma (0.5): of the logarithm. Before anybody said, "  \
      "a gradient takes 1 and a communication 0.1.",                                                                              \
      "cost gradient time=1 law=constant", DADAO_EDIT)                                                                            \
    X(cost_communication, "cost communication", "[time=T] [law=constant|exponential|lognormal] [sigma=S]",                        \
      "say how long a communication takes", "As `cost gradient`.", "cost communication time=0.5", DADAO_EDIT)                     \
    X(cost_price, "cost price", "[gradient=P] [communication=P]", "say what a gradient and a communication cost",                 \
      "For the axis cost, and the cost of a lane. It changes nothing of what happens.", "cost price communication=10", DADAO_EDIT)\
    X(cost_node, "cost node", "NODE factor=F", "make a machine F times slower than the others",                                   \
      "A straggler: its gradients take F times as long. factor=1 takes it back.", "cost node 3 factor=10", DADAO_EDIT)            \
    X(cost_edge, "cost edge", "I J factor=F | I-J factor=F", "make a line F times slower than the others",                        \
      "Its communications take F times as long. factor=1 takes it back.", "cost edge 7-8 factor=5", DADAO_EDIT)                   \
    X(cost_on, "cost on", "", "turn the clock for real machines on",                                                            \
      "As it was last, or with what things take before anybody said. Saying a time or a straggler also does.", "cost on",             \
      DADAO_EDIT)                                                                                                                \
    X(cost_switch, "cost switch", "", "cost on when it is off, cost off when it is on", NULL, "cost switch", DADAO_EDIT)         \
    X(cost_off, "cost off", "", "go back to the instantaneous events of the papers",                                             \
      "Edge and node rates go back to the last `rate comm` and `rate gradient`. What things take is remembered.", "cost off",     \
      DADAO_EDIT)                                                                                                                 \
    X(cost_instantaneous, "cost instantaneous", "", "the same as cost off", NULL, "cost instantaneous", DADAO_EDIT)               \
    X(cost_show, "cost show", "", "print what things take and cost", NULL, "cost show", 0)                                        \
    X(print, "print", "EXPRESSION", "print a number of the experiment",                                                          \
      "Arithmetic on quantities: chi1, chi2, error, t, kappa, x(I,K), resistance(I,J) and more (`help print` lists them); lanes by "  \
      "number: error(1).",                                                                                                        \
      "print 2*chi1*chi2", 0)                                                                                                     \
    X(example, "example", "[NAME]", "take a ready network, problem or experiment, or list them",                                 \
      "Each is a line of commands, carried out one by one; `undo` takes them back together.", "example straggler", DADAO_REBUILD) \
    X(help, "help", "[COMMAND]", "list the commands, or explain one", NULL, "help run", 0)

#endif
