import EventStore
import Glibc
import SQLiteFiles

/// The pages of a SQLite file that hold the rows of one table, found by looking at every page: for
/// a file whose tree no longer leads to them.
///
/// https://www.sqlite.org/fileformat2.html#b_tree_pages
struct LeafPages {
    /// One page of rows.
    private struct Leaf {
        /// Its number, counted from 1.
        let number: UInt32
        /// The number of its last row.
        let lastRow: Int64
    }

    /// How many pages one page of a tree can surely point to.
    private static let fanOut = 250
    private static let leafKind: UInt8 = 0x0D
    private static let branchKind: UInt8 = 0x05

    private let path: String
    private var leaves: [Leaf] = []

    /// Looks for the pages whose rows have this many columns.
    init(path: String, columns: Int) throws(StoreError) {
        self.path = path
        let descriptor = try StoreFile.open(path, O_RDONLY)
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: StoreFile.pageSize)
        // The first page holds the list of tables.
        var number: UInt32 = 2
        while pread(
            descriptor,
            &bytes,
            bytes.count,
            off_t(number - 1) * off_t(bytes.count)
        ) == bytes.count {
            if let lastRow = Self.lastRow(of: bytes, columns) {
                leaves.append(Leaf(number: number, lastRow: lastRow))
            }
            number += 1
        }
        leaves.sort { $0.lastRow < $1.lastRow }
    }

    /// Makes this page the root of a tree of some of the pages after another, until all of them
    /// have had their turn; the body reads what is below.
    func underRoot(_ root: Int, _ body: () throws -> Void) throws {
        for start in stride(from: 0, to: leaves.count, by: Self.fanOut) {
            let some = leaves[start..<min(start + Self.fanOut, leaves.count)]
            let descriptor = try StoreFile.open(path, O_RDWR)
            defer { close(descriptor) }
            try StoreFile.write(
                Self.branch(to: some),
                at: (root - 1) * StoreFile.pageSize,
                to: descriptor
            )
            try body()
        }
    }

    /// The number of the last row of a page; nil when it holds no rows with this many columns.
    private static func lastRow(of page: [UInt8], _ columns: Int) -> Int64? {
        guard page[0] == leafKind else { return nil }
        let count = Int(page[3]) << 8 | Int(page[4])
        guard count > 0, 8 + 2 * count <= page.count else { return nil }
        func cell(_ index: Int) -> (row: Int64, columns: Int)? {
            let place = 8 + 2 * index
            var reader = PageReader(page, at: Int(page[place]) << 8 | Int(page[place + 1]))
            guard reader.number() != nil, let row = reader.number() else { return nil }
            let start = reader.place
            guard let length = reader.number(), length < page.count else { return nil }
            var columns = 0
            while reader.place < start + Int(length) {
                guard reader.number() != nil else { return nil }
                columns += 1
            }
            return (row, columns)
        }
        guard cell(0)?.columns == columns, let last = cell(count - 1), last.columns == columns
        else { return nil }
        return last.row
    }

    /// A page of a tree that leads to these.
    private static func branch(to leaves: ArraySlice<Leaf>) -> [UInt8] {
        var page = [UInt8](repeating: 0, count: StoreFile.pageSize)
        func bytes(_ number: UInt32, _ count: Int) -> [UInt8] {
            (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
        }
        func put(_ new: [UInt8], at place: Int) {
            page.replaceSubrange(place..<place + new.count, with: new)
        }
        var end = page.count
        for (index, leaf) in leaves.dropLast().enumerated() {
            let cell = bytes(leaf.number, 4) + number(leaf.lastRow)
            end -= cell.count
            put(cell, at: end)
            put(bytes(UInt32(end), 2), at: 12 + 2 * index)
        }
        page[0] = branchKind
        put(bytes(UInt32(leaves.count - 1), 2), at: 3)
        put(bytes(UInt32(end), 2), at: 5)
        put(bytes(leaves.last?.number ?? 0, 4), at: 8)
        return page
    }

    /// A number of SQLite's variable length; row numbers of a log are positive and small.
    private static func number(_ value: Int64) -> [UInt8] {
        var (bytes, rest): ([UInt8], Int64) = ([UInt8(value & 0x7F)], value >> 7)
        while rest > 0 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return bytes.reversed()
    }
}

/// Reads numbers of variable length out of a page; nil beyond its end.
private struct PageReader {
    private let page: [UInt8]
    private(set) var place: Int

    init(_ page: [UInt8], at place: Int) {
        self.page = page
        self.place = place
    }

    /// The next number, of eight bytes at most: nine stand for numbers that no log has.
    mutating func number() -> Int64? {
        var value: Int64 = 0
        for _ in 0..<8 {
            guard page.indices.contains(place) else { return nil }
            let byte = page[place]
            place += 1
            value = value << 7 | Int64(byte & 0x7F)
            if byte < 0x80 { return value }
        }
        return nil
    }
}
