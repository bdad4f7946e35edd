"""The people of the desk: who they are, what each may do, and how they sign in."""
