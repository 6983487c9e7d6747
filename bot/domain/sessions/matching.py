"""Maximum-weight matching, thinned where a full graph takes too long (docs/decisions/0008)."""

from collections.abc import Callable, Hashable, Sequence
from heapq import nlargest

FULL_UP_TO = 64
"""People in a full graph. It takes 0.1 s with 64 people and more than 2 s with 200."""

NEAR = 24
"""In a thinned graph everyone keeps this many of their best partners, as many of each kind."""

Edges = dict[tuple[int, int], int]


def best_pairs(
    people: Sequence[int],
    weight: Callable[[int, int], int],
    kind: Callable[[int], Hashable],
    *,
    full_up_to: int = FULL_UP_TO,
) -> list[tuple[int, int]]:
    """As many pairs as there can be, of the greatest weight together; an odd person is in none.

    :param kind: what people are; a thinned graph keeps partners of each kind, as all may want the same few best ones.
    """
    weights = {(one, other): weight(people[one], people[other]) for one in range(len(people)) for other in range(one)}
    if len(people) > full_up_to:
        kinds = [kind(person) for person in people]
        # Neighbours in the order given make a path: whatever is thinned away, nobody stays over but an odd one.
        path = {(one, one - 1) for one in range(1, len(people))}
        weights = _thinned(weights, kinds, path)
    return sorted((people[one], people[other]) for one, other in _matching(weights, len(people)))


def best_seats(
    units: int, places: int, weight: Callable[[int, int], int], *, full_up_to: int = FULL_UP_TO
) -> list[tuple[int, int]]:
    """Which unit (by number) takes which place: each at most one, as many as can be, of the greatest weight."""
    weights = {(units + place, unit): weight(unit, place) for unit in range(units) for place in range(places)}
    if units + places > full_up_to:
        path = {(units + both, both) for both in range(min(units, places))}
        weights = _thinned(weights, [node < units for node in range(units + places)], path)
    return sorted((min(two), max(two) - units) for two in _matching(weights, units + places))


def _thinned(weights: Edges, kinds: Sequence[Hashable], path: set[tuple[int, int]]) -> Edges:
    near: dict[tuple[int, Hashable], list[tuple[int, tuple[int, int]]]] = {}
    for edge, points in weights.items():
        for node, other in (edge, edge[::-1]):
            near.setdefault((node, kinds[other]), []).append((points, edge))
    each = NEAR // len(set(kinds))
    kept = path.union(edge for edges in near.values() for _, edge in nlargest(each, edges))
    # In the order of the full graph: the same people always sit alike.
    return {edge: points for edge, points in weights.items() if edge in kept}


def _matching(weights: Edges, nodes: int) -> set[tuple[int, int]]:
    from networkx import Graph, max_weight_matching  # noqa: PLC0415 - takes 0.1 s, loaded when a session begins

    graph = Graph()
    graph.add_nodes_from(range(nodes))
    graph.add_weighted_edges_from((one, other, points) for (one, other), points in weights.items())
    found: set[tuple[int, int]] = max_weight_matching(graph, maxcardinality=True)
    return found
