"""What a dashboard must say of the register of Jakarta (data/jakarta-crm-2019.csv) once it is imported, as JSON.

Every complaint of the register is closed. Usage: jakarta.py REGISTER"""

import csv
import json
import sys
from collections import Counter
from datetime import date, timedelta

DAY = timedelta(days=1)
PERIODS = [
    ("2019-01-01", "2019-12-31"),
    ("2018-11-07", "2020-02-10"),
    ("2019-02-12", "2019-08-20"),
    ("2019-03-15", "2019-03-15"),
    ("2019-12-30", "2020-01-05"),
    ("2017-01-01", "2018-12-31"),
]


def start_of(interval, day):
    """The first day of the interval a day lies in."""
    if interval == "WEEK":
        return day - (day.isoweekday() - 1) * DAY
    if interval == "MONTH":
        return day.replace(day=1)
    if interval == "QUARTER":
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    if interval == "YEAR":
        return day.replace(month=1, day=1)
    return day


def totals(rows, first, last):
    return {
        "received": sum(first <= row["in"] <= last for row in rows),
        "closed": sum(first <= row["out"] <= last for row in rows),
        "open": sum(row["in"] <= last < row["out"] for row in rows),
    }


def series(rows, first, last, interval):
    received = Counter(row["in"] for row in rows)
    closed = Counter(row["out"] for row in rows)
    stock = sum(n for day, n in received.items() if day < first) - sum(n for day, n in closed.items() if day < first)
    buckets = []
    day = first
    while day <= last:
        if day == first or start_of(interval, day) == day:
            buckets.append({"start": str(day), "received": 0, "closed": 0, "openAtEnd": 0})
        bucket = buckets[-1]
        bucket["received"] += received[day]
        bucket["closed"] += closed[day]
        stock += received[day] - closed[day]
        bucket["openAtEnd"] = stock
        day += DAY
    return buckets


def dashboard(rows, office, category, first, last):
    rows = [row for row in rows if office in (None, row["office"])]
    offices = {row["office"] for row in rows}
    rows = [row for row in rows if category in (None, row["category"])]
    received = [row for row in rows if first <= row["in"] <= last]
    return {
        "totals": totals(rows, first, last),
        "byStatus": {"ARCHIVED": len(received)} if received else {},
        "byCategory": dict(Counter(row["category"] for row in received)),
        "byOffice": {
            name: totals([row for row in rows if row["office"] == name], first, last) for name in sorted(offices)
        },
        "timeSeries": {
            interval: series(rows, first, last, interval) for interval in ("DAY", "WEEK", "MONTH", "QUARTER", "YEAR")
        },
    }


def main():
    with open(sys.argv[1], encoding="utf-8", newline="") as register:
        rows = [
            {
                "office": line["skpd"],
                "category": line["kategori"],
                "in": date.fromisoformat(line["tanggal_masuk"]),
                "out": date.fromisoformat(line["tanggal_selesai"]),
            }
            for line in csv.DictReader(register)
        ]
    wanted = [(None, category, *period) for period in PERIODS for category in (None, "SAMPAH", "BANJIR")]
    wanted += [(office, None, *PERIODS[2]) for office in sorted({row["office"] for row in rows})]
    cases = []
    for office, category, first, last in wanted:
        expected = dashboard(rows, office, category, date.fromisoformat(first), date.fromisoformat(last))
        cases.append({"office": office, "category": category, "from": first, "to": last, "expected": expected})
    json.dump(cases, sys.stdout)


main()
