import ConfigFiles
import FleetModel
import Testing

struct HostProbeMistakeTests {
    @Test(arguments: [
        (
            "exec: check_disk -w 10%",
            "4:11: a command with arguments is a list, such as "
                + "command: [check_disk, -w, 10%]; 'shell' takes one text for /bin/sh"
        ),
        ("exec: {name: x}", "4:11: exec needs exactly one of: command, shell"),
        (
            "exec: {command: a, shell: b}", "4:11: exec needs exactly one of: command, shell"
        ),
        ("exec: {command: []}", "4:21: 'command' must not be empty"),
        ("exec: {command: [a, [b]]}", "4:25: 'command' must be a text, not a list"),
        (
            "exec: {command: a, ok: 300}",
            "4:28: 'ok' must be a whole number from 0 to 255, not '300'"
        ),
        (
            "exec: {command: a, ok: [0, x]}",
            "4:32: 'ok' must be a whole number from 0 to 255, not 'x'"
        ),
        (
            "exec: {command: a, output: xml}",
            "4:32: 'output' must be auto or number or lines or json or nagios or ignored, "
                + "not 'xml'"
        ),
        (
            "exec: {command: a, output: lines, values: {b: /c}}",
            "4:32: 'values' takes values out of JSON; 'output' must be json or left out"
        ),
        (
            "exec: {command: a, values: {b: c}}",
            "4:36: 'b' must be a JSON Pointer such as /result/height"
        ),
        (
            "exec: {command: a, values: {a b: /c}}",
            "4:33: a metric's name is a word that conditions can use, such as disk.free"
        ),
        (
            "exec: {command: a, name: a b}",
            "4:30: 'name' must be a word that conditions can use, such as disk"
        ),
        ("exec: {command: a, env: {A-B: x}}", "4:30: this is not the name of a variable"),
        (
            "exec: {command: a, env: {A: \"${NOT_SET}\"}}",
            "4:34: warning: the environment variable NOT_SET is not set"
        ),
        ("log: node.log", "4:10: 'log' must be a path that begins with '/'"),
        ("log: {every: 5s}", "4:10: log needs exactly one of: file, command, shell"),
        (
            "log: {file: /a, env: {A: b}}",
            "4:10: 'env' belongs to a command; this log is a file"
        ),
        (
            "log: {file: /a, signatures: [nim-waki]}",
            "4:34: there is no set of signatures 'nim-waki'; did you mean 'nim-waku'?"
        ),
        (
            "log: {file: /a, signatures: [{name: a, matches: 'x(y'}]}",
            "4:55: this '(' is not closed"
        ),
        (
            "log: {file: /a, signatures: [{name: a, matches: 'x', alarm: maybe}]}",
            "4:65: 'alarm' must be true or false, not 'maybe'"
        ),
        (
            "log: {file: /a, signatures: [nim-waku, {name: crash, matches: x}]}",
            "4:44: two signatures are named 'crash'; the first is in line 4"
        ),
        (
            "log: {file: /a, signatures: [{name: lines, matches: x}]}",
            "4:34: a signature cannot be named 'lines', for log.lines has a meaning already"
        ),
        (
            "exec: {comand: a}",
            "4:11: exec needs exactly one of: command, shell"
        ),
    ])
    func `a mistake of a probe beside the node is named at its place`(
        _ text: String,
        _ problem: String
    ) {
        let found = problems(after: "nodes:\n  - name: a\n    " + text)
        #expect(found.first == problem)
    }

    @Test func `conditions know the names of probes beside the node`() {
        let nodes = """
            nodes:
              - name: a
                log: {file: /a, signatures: [nim-waku, {name: disk-full, matches: x}]}
                exec: {command: [a], name: disk}
            checks:

            """
        let good = """
              - {name: a, when: log.storage-failure.rate > 0 for 5m}
              - {name: b, when: log.disk-full.rate > 0 and log.alarms.rate > 0}
              - {name: c, when: disk.exit != 0}
              - {name: d, when: 'rate(log.disk-full.total, 5m) > 0'}
            """
        #expect(problems(after: nodes + good).isEmpty)
        #expect(
            problems(after: nodes + "  - {name: a, when: log.storage-failur.rate > 0}")
                == [
                    "7:21: warning: nothing measures 'log.storage-failur.rate'; did you mean "
                        + "'log.storage-failure.rate'?"
                ]
        )
    }

    @Test(arguments: [
        "exec: {shell: 'login ${HOOK}'}", "exec: {command: [login, '${HOOK}']}",
        "exec: /opt/${HOOK}", "log: {command: [login, '${HOOK}']}",
    ])
    func `what comes from the environment into a command is hidden in what is told of it`(
        _ probe: String
    ) throws {
        let text = "fleet: f\nnodes:\n  - name: a\n    \(probe)\n"
        let fleet = try #require(
            FleetFile.read(text, file: "f", environment: ["HOOK": "hunter2"]) { _ in "" }.fleet
        )
        let command: CommandSpec? =
            switch fleet.nodes.first?.probes.first?.target {
            case .exec(let target): target.command
            case .log(let target):
                if case .command(let command) = target.source { command } else { nil }
            default: nil
            }
        #expect(command?.hidden == [Secret("hunter2")])
    }
}
