"""An event in another zone or at other dates, and its programme with it."""
