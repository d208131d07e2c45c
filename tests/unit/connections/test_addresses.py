"""Which addresses may be reached."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.addresses import EgressPolicy, parse_address, special_range

ROOT = Path(__file__).resolve().parents[3]
SPECIAL = [
    ("0.0.0.0", "unspecified"),
    ("0.1.2.3", "unspecified"),
    ("10.0.0.1", "private"),
    ("100.64.0.1", "carrier-grade NAT"),
    ("100.127.255.255", "carrier-grade NAT"),
    ("127.0.0.1", "loopback"),
    ("127.255.255.254", "loopback"),
    ("168.63.129.16", "cloud platform"),
    ("169.254.169.254", "link-local"),
    ("172.16.0.1", "private"),
    ("172.31.255.255", "private"),
    ("192.0.0.8", "protocol assignments"),
    ("192.0.2.1", "documentation"),
    ("192.88.99.1", "6to4 relay"),
    ("192.168.1.1", "private"),
    ("198.18.0.1", "benchmarking"),
    ("198.19.255.255", "benchmarking"),
    ("198.51.100.1", "documentation"),
    ("203.0.113.9", "documentation"),
    ("224.0.0.1", "multicast"),
    ("239.255.255.255", "multicast"),
    ("240.0.0.1", "reserved"),
    ("255.255.255.255", "reserved"),
    ("::", "unspecified"),
    ("::1", "loopback"),
    ("::ffff:127.0.0.1", "IPv4-mapped"),
    ("::ffff:8.8.8.8", "IPv4-mapped"),
    ("::127.0.0.1", "IPv4-compatible"),
    ("64:ff9b::7f00:1", "NAT64"),
    ("64:ff9b::808:808", "NAT64"),
    ("64:ff9b:1::1", "NAT64"),
    ("100::1", "discard-only"),
    ("2001::1", "Teredo"),
    ("2001:20::1", "protocol assignments"),
    ("2001:db8::1", "documentation"),
    ("2002:7f00:1::", "6to4"),
    ("3fff::1", "documentation"),
    ("4000::1", "reserved"),
    ("5f00::1", "segment routing"),
    ("fc00::1", "private"),
    ("fd00:ec2::254", "private"),
    ("fe80::1", "link-local"),
    ("fe80::1%eth0", "link-local"),
    ("fec0::1", "site-local"),
    ("ff02::1", "multicast"),
]
ORDINARY = [
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "128.0.0.1",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.1",
    "192.167.255.255",
    "198.17.255.255",
    "223.255.255.255",
    "2001:4860:4860::8888",
    "2606:4700:4700::1111",
    "2a00:1450::1",
]


@pytest.mark.parametrize(("text", "name"), SPECIAL)
def test_a_special_address_is_refused_by_the_name_of_its_range(text: str, name: str) -> None:
    address = parse_address(text)
    assert address is not None
    assert special_range(address) == name
    assert EgressPolicy().refusal("example.com", text) == name


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_address_is_allowed(text: str) -> None:
    assert EgressPolicy().refusal("example.com", text) is None


def test_what_is_not_an_address_is_refused() -> None:
    assert EgressPolicy().refusal("example.com", "not-an-address") == "not an IP address"


@pytest.mark.parametrize(
    ("entries", "host", "address", "allowed"),
    [
        (["127.0.0.0/8"], "x", "127.0.0.1", True),
        (["127.0.0.1"], "x", "127.0.0.1", True),
        (["127.0.0.1"], "x", "127.0.0.2", False),
        (["10.1.0.0/16"], "x", "10.1.2.3", True),
        (["10.1.0.0/16"], "x", "10.2.2.3", False),
        (["10.1.2.3/16"], "x", "10.1.9.9", True),
        (["127.0.0.0/8"], "x", "::ffff:127.0.0.1", True),
        (["127.0.0.0/8"], "x", "::ffff:10.0.0.1", False),
        (["127.0.0.0/8"], "x", "64:ff9b::7f00:1", False),
        (["::1"], "x", "::1", True),
        (["[::1]"], "x", "::1", True),
        (["fd00::/8"], "x", "fd12::1", True),
        (["intra.example"], "intra.example", "10.0.0.1", True),
        (["Intra.Example."], "INTRA.example", "10.0.0.1", True),
        (["intra.example"], "sub.intra.example", "10.0.0.1", False),
        (["*.corp.example"], "a.corp.example", "10.0.0.1", True),
        (["*.corp.example"], "a.b.corp.example", "10.0.0.1", True),
        (["*.corp.example"], "corp.example", "10.0.0.1", False),
        (["*.corp.example"], "evilcorp.example", "10.0.0.1", False),
        ([], "localhost", "127.0.0.1", False),
        (["localhost"], "localhost", "127.0.0.1", True),
    ],
)
def test_the_allow_list_opens_networks_and_hosts(entries: list[str], host: str, address: str, allowed: bool) -> None:
    assert (EgressPolicy.parse(entries).refusal(host, address) is None) is allowed


@pytest.mark.parametrize("entry", ["10.0.0.0/33", "10.0.0", "1.2.3.4.5", "http://x", "a b", "*", "", "x/y"])
def test_an_entry_that_cannot_be_read_is_named(entry: str) -> None:
    with pytest.raises(ValueError, match="is no CIDR"):
        EgressPolicy.parse([entry])


def test_a_bad_setting_stops_the_start() -> None:
    program = "import django; django.setup()"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "allma_site.settings", "ALLMA_EGRESS_ALLOW": "10.0.0.0/33"}
    ran = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert "ALLMA_EGRESS_ALLOW: '10.0.0.0/33' is no CIDR" in ran.stderr


@given(st.ip_addresses(v=4))
def test_every_ipv4_address_that_python_calls_private_is_special(address: object) -> None:
    parsed = parse_address(str(address))
    assert parsed is not None
    if parsed.is_private or parsed.is_multicast or parsed.is_reserved:
        assert special_range(parsed) is not None


@given(st.ip_addresses(v=6))
def test_only_ipv6_addresses_that_python_calls_global_are_ordinary(address: object) -> None:
    parsed = parse_address(str(address))
    assert parsed is not None
    if special_range(parsed) is None:
        assert parsed.is_global
