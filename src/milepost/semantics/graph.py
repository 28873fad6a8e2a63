"""What leads to what in a process, as one graph: the door to networkx.

Its vertices are fields and events, the stages of milestones, actions, and the end of the process;
its links say which part of the policy leads from one to another. Whether anything is amiss is asked
of plain sets (`reach`): importing networkx takes longer than checking most policies, so only the
functions that print a way import it, and only a finding or a picture calls those.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

V = TypeVar("V", bound=Hashable)


def circles(links: Mapping[V, Iterable[V]]) -> Iterator[tuple[V, ...]]:
    """Yield a shortest circle of each set of vertices that all lead to each other, in order."""
    import networkx as nx

    graph = _graph(links)
    order = {vertex: place for place, vertex in enumerate(graph)}
    knots = [
        knot
        for knot in nx.strongly_connected_components(graph)
        if len(knot) > 1 or graph.has_edge(*2 * tuple(knot))
    ]
    for knot in sorted(knots, key=lambda knot: min(order[vertex] for vertex in knot)):
        first = min(knot, key=order.__getitem__)
        inside = _graph(
            {one: [other for other in links[one] if other in knot] for one in graph if one in knot}
        )
        back = [nx.shortest_path(inside, other, first) for other in inside.successors(first)]
        yield first, *min(back, key=len)[:-1]


def all_circles(links: Mapping[V, Iterable[V]], longest: int) -> Iterator[tuple[V, ...]]:
    """Yield every circle of at most so many vertices."""
    import networkx as nx

    for circle in nx.simple_cycles(_graph(links), length_bound=longest):
        yield tuple(circle)


def followers(links: Mapping[V, Iterable[V]], causes: Iterable[V]) -> tuple[V, ...]:
    """Return the vertices from which one of the causes is reached, in the order of the links."""
    import networkx as nx

    graph = _graph(links)
    found: set[V] = set()
    for cause in causes:
        if cause in graph:
            found |= nx.ancestors(graph, cause)
    return tuple(vertex for vertex in graph if vertex in found)


def _graph(links: Mapping[V, Iterable[V]]) -> Any:
    """Return the graph; its vertices keep the order in which they are first named."""
    import networkx as nx

    graph = nx.DiGraph()
    graph.add_nodes_from(links)
    graph.add_edges_from((one, other) for one, others in links.items() for other in others)
    return graph
