"""What people's decisions teach: a table of points that anyone can read, and when it counts."""
