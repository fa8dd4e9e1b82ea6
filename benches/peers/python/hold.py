"""The hold model in SimPy: 100,000 events wait; one happens and another takes its place."""

import random
import sys
import time

import simpy

PENDING = 100_000
AHEAD = 2_000_000


def holder(env, draw):
    while True:
        yield env.timeout(draw() * AHEAD)


def main():
    holds = int(sys.argv[1])
    draw = random.Random(1).random
    env = simpy.Environment()
    for _ in range(PENDING):
        env.process(holder(env, draw))
    for _ in range(2 * PENDING):
        env.step()
    start = time.perf_counter()
    for _ in range(holds):
        env.step()
    print(time.perf_counter() - start)


main()
