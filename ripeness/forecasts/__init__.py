"""Forecasts kept with their dates, and scored against what was recorded later."""
