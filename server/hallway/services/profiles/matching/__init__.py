"""Matchmaking without a database: topics, sentence vectors, person vectors, scores, fair lists, and reasons in words.

Pure functions and frozen values only; nothing here reads a clock, a socket or the environment.
"""
