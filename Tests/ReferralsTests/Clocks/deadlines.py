"""Deadlines by another hand: for each moment on standard input (seconds since 1970, working days), the
close of business in seconds since 1970, and the seconds of working time until then."""

import datetime
import json
import sys
import zoneinfo

calendar = json.load(open(sys.argv[1], encoding="utf-8"))
zone = zoneinfo.ZoneInfo(calendar["timeZone"])
holidays = {datetime.date.fromisoformat(day) for day in calendar["holidays"]}
opens = datetime.time.fromisoformat(calendar["opens"])
closes = datetime.time.fromisoformat(calendar["closes"])
NAMES = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def is_working(day):
    return NAMES[day.weekday()] in calendar["workingDays"] and day not in holidays


def at(day, time):
    return datetime.datetime.combine(day, time, tzinfo=zone)


def close_of(count, moment):
    day = moment.astimezone(zone).date()
    while count > 0:
        day += datetime.timedelta(days=1)
        count -= is_working(day)
    return at(day, closes)


def working_seconds(start, end):
    total, day = 0, start.astimezone(zone).date()
    while day <= end.astimezone(zone).date():
        if is_working(day):
            begin = max(start.timestamp(), at(day, opens).timestamp())
            total += max(0, min(end.timestamp(), at(day, closes).timestamp()) - begin)
        day += datetime.timedelta(days=1)
    return int(total)


for line in sys.stdin:
    seconds, count = map(int, line.split())
    start = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    end = close_of(count, start)
    print(int(end.timestamp()), working_seconds(start, end))
