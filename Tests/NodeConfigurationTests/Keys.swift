import IncidentCore
import NodeConfiguration

/// The keys and values of a text as lines of `key = value`; a mistake as its sentence.
func lines(
    _ text: String,
    _ format: ConfigTarget.Format? = nil,
    name: String = "",
    additions: [String] = []
) -> [String] {
    do throws(ConfigurationError) {
        return try ConfigurationKeys(
            parsing: Array(text.utf8),
            format: format,
            name: name,
            additions: additions.map { Array($0.utf8) }
        ).entries.map { "\($0.key) = \($0.value)" }
    } catch {
        return ["! " + error.sentence]
    }
}
