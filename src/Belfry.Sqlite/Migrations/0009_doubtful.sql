-- Runs that were lost twice: a node executes one of them at a time.
create index live_doubtful on live (seq) where state = 0 and lost_count >= 2;
