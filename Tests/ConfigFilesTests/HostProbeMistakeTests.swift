import ConfigFiles
import IncidentCore
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
}
