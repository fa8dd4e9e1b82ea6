"""Lives of objects in SimPy: written over 400 days, events after 30, 90, 180 and 730 days."""

import sys
import time

import simpy

DAYS = (30, 60, 90, 550)


def life(env, in_class):
    in_class[0] += 1
    for event, days in enumerate(DAYS):
        yield env.timeout(days)
        in_class[event + 1] += 1


def writer(env, objects, in_class):
    for _ in range(objects):
        env.process(life(env, in_class))
        yield env.timeout(400 / objects)


def main():
    env = simpy.Environment()
    in_class = [0] * 5
    start = time.perf_counter()
    env.process(writer(env, int(sys.argv[1]), in_class))
    env.run()
    print(time.perf_counter() - start)


main()
