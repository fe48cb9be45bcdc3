import ConfigFiles
import Testing

struct LabelMistakeTests {
    @Test(arguments: [
        ("labels: fra1", "5:13: 'labels' must be a mapping (key: value), not a text"),
        ("labels: {region: }", "5:22: 'region' has no value"),
        ("labels: {region: [a]}", "5:22: 'region' must be a text, not a list"),
        ("labels: {region: a, region: b}", "5:25: 'region' is given twice; it was first "),
        ("labels: {a b: c}", "5:14: this is not the name of a label: letters, digits, "),
        ("label: {a: b}", "5:5: unknown key 'label' in a node; did you mean 'labels'?"),
    ])
    func `a mistake in the labels of a node is named at its place`(label: String, problem: String) {
        let text = "nodes:\n  - name: a\n    http: http://a/\n    "
        let found = problems("fleet: f\n" + text + label)
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix(problem) == true)
    }
}
