"""What the running activity is for people in front of it: what plays, how loud it is, and where keys go."""
