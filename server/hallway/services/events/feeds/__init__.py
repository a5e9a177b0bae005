"""The agenda as files and calendars that other programs read: frab XML, schedule JSON, iCalendar.

Pure functions of a `Programme`: nothing here asks a database or a clock. What is written is read back equal by
`imports/formats` (tests/events/feeds).
"""
