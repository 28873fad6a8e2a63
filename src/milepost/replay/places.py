"""Where the parts of a schedule were written, as its source map says."""

from milepost.ir.schedule import Place, Schedule


class Places:
    """The source map of a schedule, asked by the way to a part."""

    def __init__(self, schedule: Schedule) -> None:
        self._places = {place.part: place for place in schedule.source_map}

    def of(self, *way: str | int) -> Place | None:
        """Return the place of a part, or of the nearest part around it that was placed."""
        for length in range(len(way), 1, -1):
            found = self._places.get("/" + "/".join(map(str, way[:length])))
            if found is not None:
                return found
        return None
