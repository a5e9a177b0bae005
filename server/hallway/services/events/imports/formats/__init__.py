"""Reads the schedules that conferences publish: frab/pentabarf XML, schedule JSON (frab, pretalx, voc), iCalendar,
tables, pretalx's widget, Sessionize.

Pure functions. A file comes from anybody, so everything in it is checked. What comes out is a `schedule.Schedule`.
"""

from hallway.services.events.imports.formats.read import only_schedule, read_file, read_schedule

__all__ = ["only_schedule", "read_file", "read_schedule"]
