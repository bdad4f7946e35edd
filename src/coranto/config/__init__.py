"""Everything an editor writes by hand: settings, topics, source list, line files."""
