"""Learning from editors' decisions: a readable table of points, and the gate that decides when it counts."""
