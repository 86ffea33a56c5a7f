"""Processes that serve one port: replaced when they die, and ended when they are told to or their parent dies."""

import logging
import multiprocessing
import os
import signal
from multiprocessing.process import BaseProcess
from threading import Thread
from types import FrameType

from uvicorn import Server
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess
from uvicorn.supervisors.multiprocess import Process

logger = logging.getLogger(__name__)


class Workers(Multiprocess):
    """The parent of the processes that serve.

    uvicorn's own asks each worker in turn whether it lives and waits for the answer, up to a minute: a worker that
    died between question and answer kept a SIGTERM waiting for as long. Here only the system is asked, which answers
    at once.
    """

    failed = False
    """Whether a worker could not even start."""

    def keep_subprocess_alive(self) -> None:
        """Replace the workers that have ended; one that could not even start ends the others too."""
        for place, ended in enumerate(self.processes):
            if self.should_exit.is_set() or ended.process.is_alive():
                continue
            ended.kill()  # closes its pipes
            ended.join()
            if ended.exitcode == STARTUP_FAILURE:
                self.failed = True
                self.should_exit.set()
                return
            logger.warning("worker %s has died (exit code %s) and is replaced", ended.pid, ended.exitcode)
            self.processes[place] = Process(self.config, self.sockets)
            self.processes[place].start()

    def handle_int(self) -> None:
        """Ctrl-C."""
        tell_stop(signal.SIGINT)
        super().handle_int()

    def handle_term(self) -> None:
        """What a service manager sends."""
        tell_stop(signal.SIGTERM)
        super().handle_term()


class OneServer(Server):
    """The only process, which says why it stops."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop; the second signal does not wait for requests."""
        tell_stop(sig)
        super().handle_exit(sig, frame)


def tell_stop(number: int) -> None:
    """Log that a signal ends this service."""
    logger.info("%s: stopping; a refresh that is running is waited for", signal.Signals(number).name)


def end_with_parent() -> None:
    """In a worker: stop as for SIGTERM as soon as the parent is gone, even if it was killed. Elsewhere: nothing."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_outlive, args=(parent,), name="parent", daemon=True).start()


def _outlive(parent: BaseProcess) -> None:
    """Wait on a pipe that only the parent holds open: it closes however the parent ends, on every system."""
    parent.join()
    logger.warning("the parent process is gone: stopping")
    os.kill(os.getpid(), signal.SIGTERM)
