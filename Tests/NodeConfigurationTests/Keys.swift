import FleetModel
import NodeConfiguration

/// The keys and values of a text as lines of `key = value`, what is odd behind `? `; a mistake as
/// its sentence behind `! `.
func lines(
    _ text: String,
    _ format: ConfigTarget.Format? = nil,
    name: String = "",
    additions: [String] = []
) -> [String] {
    do throws(ConfigurationError) {
        let keys = try ConfigurationKeys(
            parsing: Array(text.utf8),
            format: format,
            name: name,
            additions: additions.map { Array($0.utf8) }
        )
        return keys.entries.map { "\($0.key) = \($0.value)" }
            + keys.oddities.map { "? " + $0.sentence }
    } catch {
        return ["! " + error.sentence]
    }
}
