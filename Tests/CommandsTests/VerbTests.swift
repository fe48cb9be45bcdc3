import CommandTable
import Commands

import Testing

/// The definitions keep their promises.
struct VerbTests {
    @Test func `no two commands have one name, and each is a group and a word`() {
        let names = Verbs.all.map { $0.row.name }
        #expect(Set(names).count == names.count)
        for name in names { #expect(name.split(separator: " ").count == 2, "\(name)") }
    }

    @Test func `every row has words for keys, help and forms`() {
        for row in Verbs.book.rows {
            #expect(!row.title.isEmpty && !row.abstract.isEmpty, "\(row.name)")
            #expect(row.form != nil, "\(row.name)")
            for binding in row.bindings { #expect(!binding.keys.isEmpty, "\(row.name)") }
            for argument in row.arguments where argument.fill == .choice {
                #expect(row.form?.choice.isEmpty == false, "\(row.name)")
            }
        }
    }
}
