import Portal

/// Something that commands list: a row for people, a document for programs.
protocol Listed: Encodable {
    /// The titles of the columns.
    static var columns: [String] { get }

    /// A cell for each column.
    var cells: [String] { get }
}

extension Array where Element: Listed {
    /// Writes the rows, or says that there are none.
    func show(_ options: GlobalOptions, orSay none: String) throws {
        let console = options.console
        if options.json { return try console.write(WireFormat.encodeLines(self)) }
        guard !isEmpty else { return console.say(none) }
        var table = Table(Element.columns.map { ($0, .left) })
        for row in self { table.add(row.cells) }
        try console.print(table.lines.joined(separator: "\n"))
    }
}
