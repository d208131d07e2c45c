"""Which addresses outgoing calls may reach. Pure. Source: the IANA special-purpose address registries."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

# Not all digits: a mistyped address must not pass for a name.
HOST_NAME = re.compile(r"(\*\.)?(?![\d.]+$)[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?")

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

SPECIAL_V4: tuple[tuple[IPv4Network, str], ...] = tuple(
    (IPv4Network(network), name)
    for network, name in (
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier-grade NAT"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "cloud platform"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "protocol assignments"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)

# Only 2000::/3 is routed on the internet; what is special inside it or deserves its own name stands here.
SPECIAL_V6: tuple[tuple[IPv6Network, str], ...] = tuple(
    (IPv6Network(network), name)
    for network, name in (
        ("::/128", "unspecified"),
        ("::1/128", "loopback"),
        ("::ffff:0:0/96", "IPv4-mapped"),
        ("::/96", "IPv4-compatible"),
        ("64:ff9b::/96", "NAT64"),
        ("64:ff9b:1::/48", "NAT64"),
        ("100::/64", "discard-only"),
        ("2001::/32", "Teredo"),
        ("2001:db8::/32", "documentation"),
        ("2001::/23", "protocol assignments"),
        ("2002::/16", "6to4"),
        ("3fff::/20", "documentation"),
        ("5f00::/16", "segment routing"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
    )
)
GLOBAL_V6 = IPv6Network("2000::/3")


def special_range(address: Address) -> str | None:
    """The name of the special range an address is in; None for an ordinary internet address."""
    if isinstance(address, IPv4Address):
        return next((name for network, name in SPECIAL_V4 if address in network), None)
    named = next((name for network, name in SPECIAL_V6 if address in network), None)
    return named or (None if address in GLOBAL_V6 else "reserved")


def parse_address(text: str) -> Address | None:
    """An address as resolvers write it (an IPv6 zone is dropped); None when it is not one."""
    try:
        return ip_address(text.partition("%")[0])
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class EgressPolicy:
    """Special ranges are closed, except for these networks and host names (`name` or `*.domain`, lower case)."""

    networks: tuple[Network, ...] = ()
    hosts: frozenset[str] = frozenset()
    domains: tuple[str, ...] = ()

    @classmethod
    def parse(cls, entries: Iterable[str]) -> EgressPolicy:
        """From the setting: CIDRs, addresses, host names, `*.domain`. Raises ValueError for anything else."""
        networks: list[Network] = []
        names: list[str] = []
        for entry in entries:
            try:
                networks.append(ip_network(entry.strip("[]"), strict=False))
            except ValueError:
                names.append(_host_name(entry))
        exact = frozenset(name for name in names if not name.startswith("*."))
        return cls(tuple(networks), exact, tuple(name[1:] for name in names if name.startswith("*.")))

    def allows_host(self, host: str) -> bool:
        """Whether the host is named by the allow-list, whatever its address."""
        name = normal_host(host)
        return name in self.hosts or name.endswith(self.domains)

    def refusal(self, host: str, address: str) -> str | None:
        """Why a host may not be reached at an address: the name of its range; None when it may."""
        parsed = parse_address(address)
        if parsed is None:
            return "not an IP address"
        reason = special_range(parsed)
        if reason is None or self.allows_host(host) or self._allows(parsed):
            return None
        return reason

    def _allows(self, address: Address) -> bool:
        """An IPv4-mapped address goes where its IPv4 address goes, so that one's networks count."""
        mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
        return any(address in network or (mapped is not None and mapped in network) for network in self.networks)


def _host_name(entry: str) -> str:
    name = normal_host(entry)
    if not HOST_NAME.fullmatch(name):
        raise ValueError(f"{entry!r} is no CIDR, address, host name or *.domain.")
    return name


def normal_host(host: str) -> str:
    """Lower case, without the root dot."""
    return host.strip().lower().rstrip(".")
