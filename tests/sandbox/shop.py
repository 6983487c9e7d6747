"""A small task: two tables whose contents are known."""

import gzip
from pathlib import Path
from typing import Final

TASK: Final = "shop"
CHECK: Final = (
    "SELECT country, count(*) AS n, sum(amount) AS total FROM orders JOIN people USING (person) GROUP BY 1 ORDER BY 1"
)
ANSWER: Final = (("at", 150, 11100.0), ("de", 150, 11250.0))
PEOPLE: Final = 10
ORDERS: Final = 300


def fill(folder: Path) -> Path:
    """Write the tables; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    people = [f"{person},Person {person},{'at' if person % 2 == 0 else 'de'}" for person in range(PEOPLE)]
    orders = [f"{order},{order % PEOPLE},2024-01-{order % 28 + 1:02},{order % 150}.0" for order in range(ORDERS)]
    with gzip.open(folder / "people.csv.gz", "wt") as file:
        file.write("\n".join(["person,name,country", *people]) + "\n")
    (folder / "orders.csv").write_text("\n".join(["id,person,day,amount", *orders]) + "\n")
    (folder / "task.toml").write_text('title = "not a table"\n')
    return folder
