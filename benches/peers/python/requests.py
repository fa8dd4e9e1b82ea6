"""Requests against one prefix in SimPy: 6,000 a second come, 5,500 are admitted, three attempts, full jitter."""

import random
import sys
import time

import simpy

OFFERED = 6_000
RATE = 5_500
DEPTH = 2_750
ATTEMPTS = 3
BACKOFF = 0.1


class Prefix:
    def __init__(self, env):
        self.env, self.tokens, self.filled = env, DEPTH, 0.0

    def take(self):
        now = self.env.now
        self.tokens = min(DEPTH, self.tokens + (now - self.filled) * RATE)
        self.filled = now
        if self.tokens >= 1:
            self.tokens -= 1
            return True
        return False


def request(env, prefix, rng):
    for attempt in range(ATTEMPTS):
        if prefix.take():
            yield env.timeout(0.03 * rng.lognormvariate(0, 0.5))
            return
        if attempt + 1 < ATTEMPTS:
            yield env.timeout(rng.random() * BACKOFF * 2**attempt)


def arrivals(env, prefix, rng, count):
    for _ in range(count):
        yield env.timeout(rng.expovariate(OFFERED))
        env.process(request(env, prefix, rng))


def main():
    env = simpy.Environment()
    rng = random.Random(1)
    start = time.perf_counter()
    env.process(arrivals(env, Prefix(env), rng, int(sys.argv[1])))
    env.run()
    print(time.perf_counter() - start)


main()
