"""Real programs that crash, hang and leave children behind."""

import asyncio
import os
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from handoff.cli.supervisor import Patience, Program, Supervisor

HASTY = Patience(first_s=0.05, most_s=0.15, stable_s=60, grace_s=1)


def python(tmp_path, name, code):
    """A program of its own, that can write to its own file `<name>.txt` through `say`."""
    said = tmp_path / f"{name}.txt"
    said.touch()
    prelude = f"import os, signal, sys, time\ndef say(x): print(x, file=open({str(said)!r}, 'a'))\n"
    program = Program(name, [sys.executable, "-c", prelude + code], dict(os.environ), tmp_path / f"{name}.log")
    return program, said


async def until(condition):
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.01)


def lines(file):
    return file.read_text().splitlines()


def is_running(pid):
    """Whether a process is there and not a zombie that only waits to be collected."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        return stat.rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@asynccontextmanager
async def supervised(*programs, patience=HASTY):
    announced = []
    supervisor = Supervisor(programs, announce=announced.append, patience=patience)
    running = asyncio.create_task(supervisor.run())
    try:
        yield announced
    finally:
        supervisor.stop()
        await running


async def test_a_crashing_program_is_started_again_with_growing_waits(tmp_path):
    program, said = python(tmp_path, "rasa", "say('start'); sys.exit(3)")
    async with supervised(program) as announced:
        await until(lambda: len(announced) >= 4)
    assert len(lines(said)) >= 4
    waits = [line.split("; ")[1].split(". ")[0] for line in announced[:4]]
    assert waits == [f"starting it again in {wait} s" for wait in ("0.05", "0.1", "0.15", "0.15")]
    assert announced[0].startswith("rasa stopped by itself (exit code 3)")
    assert str(program.log) in announced[0]


async def test_a_crash_is_in_the_log_beside_what_the_program_said(tmp_path):
    program, _ = python(tmp_path, "rasa", "print('out of luck', flush=True); os.kill(os.getpid(), signal.SIGSEGV)")
    async with supervised(program) as announced:
        await until(lambda: announced)
    log = program.log.read_text()
    assert "supervisor: starting rasa" in log
    assert "out of luck" in log
    assert f"supervisor: rasa stopped by itself (signal {signal.SIGSEGV:d}); starting it again in 0.05 s" in log


async def test_a_log_that_has_grown_large_is_put_aside_at_the_next_start(tmp_path, monkeypatch):
    monkeypatch.setattr("handoff.cli.supervisor.MAX_LOG_BYTES", 1000)
    program, said = python(tmp_path, "rasa", "print('x' * 2000, flush=True); say('start'); sys.exit(1)")
    async with supervised(program):
        await until(lambda: len(lines(said)) >= 3)
    assert "x" * 2000 in (tmp_path / "rasa.old.log").read_text()
    assert len(program.log.read_text()) < 4500


async def test_the_other_program_is_left_alone(tmp_path):
    crashing, _ = python(tmp_path, "rasa", "sys.exit(1)")
    steady, said = python(tmp_path, "service", "say(os.getpid()); time.sleep(60)")
    async with supervised(crashing, steady) as announced:
        await until(lambda: len(announced) >= 3 and lines(said))
    assert len(lines(said)) == 1
    assert all(line.startswith("rasa ") for line in announced)


def test_a_stable_minute_makes_the_next_wait_short_again():
    patience = Patience()
    assert [patience.next_delay_s(last, lived_s=1) for last in (0, 1, 2, 16, 30)] == [1, 2, 4, 30, 30]
    assert patience.next_delay_s(30, lived_s=60) == 1


async def test_stopping_lets_programs_end_by_themselves_the_last_one_first(tmp_path):
    code = f"""
signal.signal(signal.SIGTERM, lambda *_: (open({str(tmp_path / "order")!r}, "a").write(NAME), sys.exit(0)))
say("ready")
time.sleep(60)
"""
    first, first_said = python(tmp_path, "rasa", "NAME = 'rasa '" + code)
    second, second_said = python(tmp_path, "service", "NAME = 'service '" + code)
    async with supervised(first, second) as announced:
        await until(lambda: lines(first_said) and lines(second_said))
    assert (tmp_path / "order").read_text() == "service rasa "
    assert announced == []


async def test_a_program_that_will_not_end_is_killed_after_the_grace(tmp_path):
    program, said = python(
        tmp_path,
        "rasa",
        "signal.signal(signal.SIGTERM, lambda *_: say('no')); say(os.getpid())\nwhile True: time.sleep(1)",
    )
    async with supervised(program, patience=Patience(grace_s=0.3)):
        await until(lambda: lines(said))
        pid = int(lines(said)[0])
    assert lines(said)[1] == "no"
    assert not is_running(pid)


async def test_nothing_that_a_program_started_is_left_behind(tmp_path):
    program, said = python(
        tmp_path,
        "rasa",
        "if pid := os.fork(): say(pid)\nelse: signal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(60)",
    )
    async with supervised(program):
        await until(lambda: lines(said))
        child = int(lines(said)[0])
        assert is_running(child)
    await until(lambda: not is_running(child))


async def test_stopping_during_a_wait_does_not_start_the_program_again(tmp_path):
    program, said = python(tmp_path, "rasa", "say('start'); sys.exit(1)")
    async with supervised(program, patience=Patience(first_s=30)) as announced:
        await until(lambda: announced)
    assert lines(said) == ["start"]


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux's: run the tests on Linux")
async def test_programs_end_when_the_supervisor_is_killed(tmp_path):
    program, said = python(tmp_path, "rasa", "say(os.getpid()); time.sleep(60)")
    supervise = f"""
import asyncio, os
from pathlib import Path
from handoff.cli.supervisor import Program, Supervisor
program = Program("rasa", {program.command!r}, dict(os.environ), Path({str(program.log)!r}))
asyncio.run(Supervisor([program], announce=print).run())
"""
    supervisor = await asyncio.create_subprocess_exec(sys.executable, "-c", supervise)
    await until(lambda: lines(said))
    pid = int(lines(said)[0])
    assert is_running(pid)
    supervisor.kill()
    await supervisor.wait()
    await until(lambda: not is_running(pid))
