# The Petersen graph (J. Petersen 1898): ten nodes of degree three, none farther than two steps from another.
# Source: written for this project.
graph [
  directed 0
  node [
    id 0
    x 0.0
    y 2.0
  ]
  node [
    id 1
    x 1.902113
    y 0.618034
  ]
  node [
    id 2
    x 1.175571
    y -1.618034
  ]
  node [
    id 3
    x -1.175571
    y -1.618034
  ]
  node [
    id 4
    x -1.902113
    y 0.618034
  ]
  node [
    id 5
    x 0.0
    y 1.0
  ]
  node [
    id 6
    x 0.951057
    y 0.309017
  ]
  node [
    id 7
    x 0.587785
    y -0.809017
  ]
  node [
    id 8
    x -0.587785
    y -0.809017
  ]
  node [
    id 9
    x -0.951057
    y 0.309017
  ]
  edge [
    source 0
    target 1
  ]
  edge [
    source 1
    target 2
  ]
  edge [
    source 2
    target 3
  ]
  edge [
    source 3
    target 4
  ]
  edge [
    source 4
    target 0
  ]
  edge [
    source 0
    target 5
  ]
  edge [
    source 1
    target 6
  ]
  edge [
    source 2
    target 7
  ]
  edge [
    source 3
    target 8
  ]
  edge [
    source 4
    target 9
  ]
  edge [
    source 5
    target 7
  ]
  edge [
    source 6
    target 8
  ]
  edge [
    source 7
    target 9
  ]
  edge [
    source 8
    target 5
  ]
  edge [
    source 9
    target 6
  ]
]
