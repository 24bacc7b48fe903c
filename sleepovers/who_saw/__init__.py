"""Who worked on which ask or stay of a child: what sleepovers tell a report of who saw what."""
