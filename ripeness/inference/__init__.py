"""Preferences that fit the record: what was offered, accepted, rejected, demanded and put first."""
