"""``python -m yichuang.gateways.sandbox [--port N]``; port 0 takes a free one. The first line of output is the address."""

from argparse import ArgumentParser

from yichuang.gateways.sandbox.server import main

parser = ArgumentParser(description="play the outside world over HTTP")
parser.add_argument("--port", type=int, default=8002)
main(parser.parse_args().port)
