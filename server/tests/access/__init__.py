"""Who may know and do what, over all operations of the contract."""
