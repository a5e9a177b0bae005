"""What the tests of several services share: people and events, a clock to turn, and recorders of facts and pushes."""
