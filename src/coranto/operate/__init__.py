"""Operating a newsroom: backup and restore, moving to another database, what may go by age, how it is doing."""
