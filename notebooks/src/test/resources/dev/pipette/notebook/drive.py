"""Drives a kernel for tests: a request in JSON per line of standard input, an answer per line of standard output.

    {"do": "run", "code": .., "answers": [..], "interrupt": a text of an output, or null}
    {"do": "complete" | "inspect" | "is_complete", "code": .., "at": ..}
    {"do": "restart", "code": a cell that prints "begun" and goes on}
    {"do": "notebooks", "all": [{"from": .., "to": .., "folder": .., "environment": {..}, "html": ..}]}
"""
import concurrent.futures
import json
import os
import queue
import sys
import time

from jupyter_client.manager import KernelManager
from jupyter_client.kernelspec import KernelSpecManager

LIMIT = 180
AT_ONCE = 2


def specs(folder):
    manager = KernelSpecManager()
    manager.kernel_dirs = [folder]
    return manager


def run(client, manager, request):
    message = client.execute(request["code"], allow_stdin=request.get("answers") is not None)
    answers = list(request.get("answers") or [])
    interrupt = request.get("interrupt")
    begun = time.monotonic()
    outputs = []
    while True:
        if time.monotonic() - begun > LIMIT:
            raise TimeoutError("no end after %d seconds: %s" % (LIMIT, json.dumps(outputs)))
        if interrupt is not None and interrupt in json.dumps(outputs):
            manager.interrupt_kernel()
            interrupt = None
        if answers:
            try:
                if client.get_stdin_msg(timeout=0)["parent_header"].get("msg_id") == message:
                    client.input(answers.pop(0))
            except queue.Empty:
                pass
        try:
            got = client.get_iopub_msg(timeout=0.05)
        except queue.Empty:
            continue
        if got["parent_header"].get("msg_id") != message:
            continue
        kind = got["msg_type"]
        if kind == "status" and got["content"]["execution_state"] == "idle":
            break
        if kind not in ("status", "execute_input"):
            outputs.append({"type": kind, **got["content"]})
    reply = client.get_shell_msg(timeout=LIMIT)
    while reply["parent_header"].get("msg_id") != message:
        reply = client.get_shell_msg(timeout=LIMIT)
    return {"status": reply["content"]["status"], "seconds": time.monotonic() - begun, "outputs": outputs}


def ask(client, request):
    at = request["at"] if request.get("at") is not None else len(request["code"])
    if request["do"] == "complete":
        message = client.complete(request["code"], at)
    elif request["do"] == "inspect":
        message = client.inspect(request["code"], at)
    else:
        message = client.is_complete(request["code"])
    while True:
        reply = client.get_shell_msg(timeout=LIMIT)
        if reply["parent_header"].get("msg_id") == message:
            return reply["content"]


def restart(client, manager, request):
    client.execute(request["code"])
    shown = ""
    while "begun" not in shown:
        shown += json.dumps(client.get_iopub_msg(timeout=LIMIT)["content"])
    begun = time.monotonic()
    client.shutdown(restart=True)
    while manager.is_alive():
        if time.monotonic() - begun > LIMIT:
            raise TimeoutError("the kernel goes on after %d seconds" % LIMIT)
        time.sleep(0.05)
    seconds = time.monotonic() - begun
    manager.restart_kernel(now=True)
    client.wait_for_ready(timeout=LIMIT)
    return {"status": "ok", "seconds": seconds}


def notebook(folder, request):
    import nbformat
    from nbclient import NotebookClient

    read = nbformat.read(request["from"], as_version=4)
    manager = KernelManager(kernel_name="pipette", kernel_spec_manager=specs(folder))
    NotebookClient(
        read, km=manager, timeout=LIMIT, resources={"metadata": {"path": request["folder"]}}, record_timing=False
    ).execute(env={**os.environ, **request["environment"]})
    read.metadata["language_info"] = {"name": "java"}  # the rest differs from machine to machine
    nbformat.write(read, request["to"])
    if request.get("html"):
        from nbconvert import HTMLExporter

        with open(request["html"], "w", encoding="utf-8") as file:
            file.write(HTMLExporter().from_notebook_node(read)[0])


def notebooks(folder, requests):
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as threads:
        running = [threads.submit(notebook, folder, request) for request in requests]
        failures = [one.exception() for one in running]
    return {"status": "ok", "failures": ["" if one is None else "%s: %s" % (type(one).__name__, one) for one in failures]}


def main():
    folder, working = sys.argv[1], sys.argv[2]
    manager = KernelManager(kernel_name="pipette", kernel_spec_manager=specs(folder))
    manager.start_kernel(cwd=working)
    client = manager.client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=LIMIT)
        print(json.dumps(client.kernel_info(reply=True, timeout=LIMIT)["content"]), flush=True)
        for line in sys.stdin:
            request = json.loads(line)
            try:
                if request["do"] == "run":
                    answer = run(client, manager, request)
                elif request["do"] == "restart":
                    answer = restart(client, manager, request)
                elif request["do"] == "notebooks":
                    answer = notebooks(folder, request["all"])
                else:
                    answer = ask(client, request)
            except Exception as failed:
                answer = {"status": "broken", "message": "%s: %s" % (type(failed).__name__, failed)}
            print(json.dumps(answer), flush=True)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=False)


main()
