"""How the words for a time are read, and which day, month or year they mean. The door is ``ripeness.claims.dates``.

words      what a mention of a time is, and the vocabulary
days       readers for days, weekdays and months
periods    readers for years, seasons, quarters, holidays
units      readers for what is counted from another time
tense      whether a clause tells the past or what is to come
spans      stretches of the calendar, written as EDTF does
context    what a report has named so far
resolver   which stretch a mention means
joins      two or three mentions that are one interval
"""
