package import Primitives

extension Node {
    /// A problem in words.
    ///
    /// Where a node is asked several times in the same way, they name the place:
    /// `http 127.0.0.1:80/ready: HTTP status 404`.
    package func words(for problem: Problem, ofProbe index: Int) -> String {
        let sentence = problem.reason.sentence
        guard probes.indices.contains(index) else { return "\(problem.part): \(sentence)" }
        let target = probes[index].target
        let isAlone = !probes.indices.contains { other in
            other != index && probes[other].target.kind == target.kind
        }
        guard !isAlone, let place = target.descriptor.reach.place else {
            return "\(problem.part): \(sentence)"
        }
        return "\(problem.part) \(place): \(sentence)"
    }
}
