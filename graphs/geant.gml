# The GEANT backbone of the European research networks in 2004: 22 points of presence, 36 links.
# Source: S. Uhlig, B. Quoitin, J. Lepropre, S. Balon, "Providing public intradomain traffic matrices to the research
# community", ACM CCR 36(1), 2006; node and link list as in SNDlib. Coordinates are those of the cities.
graph [
  directed 0
  node [
    id 0
    label "Vienna"
    Longitude 16.37
    Latitude 48.21
  ]
  node [
    id 1
    label "Brussels"
    Longitude 4.35
    Latitude 50.85
  ]
  node [
    id 2
    label "Geneva"
    Longitude 6.14
    Latitude 46.2
  ]
  node [
    id 3
    label "Prague"
    Longitude 14.44
    Latitude 50.08
  ]
  node [
    id 4
    label "Frankfurt"
    Longitude 8.68
    Latitude 50.11
  ]
  node [
    id 5
    label "Madrid"
    Longitude -3.7
    Latitude 40.42
  ]
  node [
    id 6
    label "Paris"
    Longitude 2.35
    Latitude 48.86
  ]
  node [
    id 7
    label "Athens"
    Longitude 23.73
    Latitude 37.98
  ]
  node [
    id 8
    label "Zagreb"
    Longitude 15.98
    Latitude 45.81
  ]
  node [
    id 9
    label "Budapest"
    Longitude 19.04
    Latitude 47.5
  ]
  node [
    id 10
    label "Dublin"
    Longitude -6.26
    Latitude 53.35
  ]
  node [
    id 11
    label "Tel Aviv"
    Longitude 34.78
    Latitude 32.08
  ]
  node [
    id 12
    label "Milan"
    Longitude 9.19
    Latitude 45.46
  ]
  node [
    id 13
    label "Luxembourg"
    Longitude 6.13
    Latitude 49.61
  ]
  node [
    id 14
    label "Amsterdam"
    Longitude 4.9
    Latitude 52.37
  ]
  node [
    id 15
    label "New York"
    Longitude -74.01
    Latitude 40.71
  ]
  node [
    id 16
    label "Pozna&#324;"
    Longitude 16.93
    Latitude 52.41
  ]
  node [
    id 17
    label "Lisbon"
    Longitude -9.14
    Latitude 38.72
  ]
  node [
    id 18
    label "Stockholm"
    Longitude 18.07
    Latitude 59.33
  ]
  node [
    id 19
    label "Ljubljana"
    Longitude 14.51
    Latitude 46.06
  ]
  node [
    id 20
    label "Bratislava"
    Longitude 17.11
    Latitude 48.15
  ]
  node [
    id 21
    label "London"
    Longitude -0.13
    Latitude 51.51
  ]
  edge [
    source 0
    target 2
  ]
  edge [
    source 0
    target 4
  ]
  edge [
    source 0
    target 9
  ]
  edge [
    source 0
    target 15
  ]
  edge [
    source 0
    target 19
  ]
  edge [
    source 1
    target 6
  ]
  edge [
    source 1
    target 13
  ]
  edge [
    source 1
    target 14
  ]
  edge [
    source 2
    target 6
  ]
  edge [
    source 2
    target 12
  ]
  edge [
    source 3
    target 4
  ]
  edge [
    source 3
    target 16
  ]
  edge [
    source 3
    target 20
  ]
  edge [
    source 4
    target 6
  ]
  edge [
    source 4
    target 7
  ]
  edge [
    source 4
    target 10
  ]
  edge [
    source 4
    target 12
  ]
  edge [
    source 4
    target 14
  ]
  edge [
    source 4
    target 18
  ]
  edge [
    source 5
    target 6
  ]
  edge [
    source 5
    target 12
  ]
  edge [
    source 5
    target 17
  ]
  edge [
    source 6
    target 13
  ]
  edge [
    source 6
    target 21
  ]
  edge [
    source 7
    target 12
  ]
  edge [
    source 8
    target 9
  ]
  edge [
    source 8
    target 19
  ]
  edge [
    source 9
    target 20
  ]
  edge [
    source 10
    target 21
  ]
  edge [
    source 11
    target 12
  ]
  edge [
    source 11
    target 14
  ]
  edge [
    source 14
    target 21
  ]
  edge [
    source 15
    target 21
  ]
  edge [
    source 16
    target 18
  ]
  edge [
    source 17
    target 21
  ]
  edge [
    source 18
    target 21
  ]
]
