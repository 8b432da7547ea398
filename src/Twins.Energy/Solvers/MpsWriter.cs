using System.Globalization;

namespace Twins.Energy.Solvers;

/// <summary>Writes problems as MPS for other solvers (clp, cbc, glpsol, …); what it writes, <see cref="MpsReader"/> reads back.</summary>
public static class MpsWriter
{
    private const string Objective = "COST";

    /// <summary>Writes one problem.</summary>
    /// <param name="problem">The problem, a minimisation.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="format">Free (also for <see cref="MpsFormat.Automatic"/>) or fixed.</param>
    /// <param name="name">The NAME card, without blanks.</param>
    public static void Write(Problem problem, TextWriter writer, MpsFormat format = MpsFormat.Free, string name = "TWINS")
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(writer);
        string[] columns = MpsNames.For(problem.Structure.VariableNames, format, 'C', string.Empty);
        string[] rows = MpsNames.For(problem.Structure.RowNames, format, 'R', Objective);
        var cards = new MpsCardWriter(writer, format);
        cards.Section($"NAME          {name}");
        WriteRows(problem, rows, cards);
        WriteColumns(problem, columns, rows, cards);
        WriteRightSides(problem, rows, cards);
        WriteBounds(problem, columns, cards);
        WriteCurvature(problem, columns, cards);
        cards.Section("ENDATA");
    }

    private static void WriteRows(Problem problem, string[] rows, MpsCardWriter cards)
    {
        cards.Section("ROWS");
        cards.Row("N", Objective);
        for (int i = 0; i < rows.Length; i++)
        {
            cards.Row(KindOf(problem, i), rows[i]);
        }
    }

    /// <summary>A row with two limits is written as L with a range; a row without any as a further N.</summary>
    private static string KindOf(Problem problem, int row)
    {
        double lower = problem.RowLowerBounds[row];
        double upper = problem.RowUpperBounds[row];
        return (double.IsFinite(lower), double.IsFinite(upper)) switch
        {
            (true, true) when lower == upper => "E",
            (_, true) => "L",
            (true, false) => "G",
            _ => "N",
        };
    }

    private static void WriteColumns(Problem problem, string[] columns, string[] rows, MpsCardWriter cards)
    {
        cards.Section("COLUMNS");
        bool integers = false;
        for (int j = 0; j < columns.Length; j++)
        {
            if (problem.IsInteger(new Variable(j)) != integers)
            {
                integers = !integers;
                cards.Marker(integers ? "'INTORG'" : "'INTEND'");
            }

            // A column without any entry still has to be declared.
            if (problem.Costs[j] != 0 || problem.Matrix.LengthOf(j) == 0)
            {
                cards.Entry(columns[j], Objective, problem.Costs[j]);
            }

            for (int p = problem.Matrix.Starts[j]; p < problem.Matrix.Starts[j + 1]; p++)
            {
                cards.Entry(columns[j], rows[problem.Matrix.Rows[p]], problem.Matrix.Values[p]);
            }
        }

        if (integers)
        {
            cards.Marker("'INTEND'");
        }
    }

    private static void WriteRightSides(Problem problem, string[] rows, MpsCardWriter cards)
    {
        cards.Section("RHS");
        if (problem.ObjectiveOffset != 0)
        {
            cards.Entry("RHS", Objective, -problem.ObjectiveOffset);
        }

        List<(string Row, double Width)> ranges = [];
        for (int i = 0; i < rows.Length; i++)
        {
            double lower = problem.RowLowerBounds[i];
            double upper = problem.RowUpperBounds[i];
            double limit = double.IsFinite(upper) ? upper : lower;
            if (double.IsFinite(limit) && limit != 0)
            {
                cards.Entry("RHS", rows[i], limit);
            }

            if (double.IsFinite(lower) && double.IsFinite(upper) && lower != upper)
            {
                ranges.Add((rows[i], upper - lower));
            }
        }

        if (ranges.Count > 0)
        {
            cards.Section("RANGES");
            ranges.ForEach(range => cards.Entry("RNG", range.Row, range.Width));
        }
    }

    private static void WriteBounds(Problem problem, string[] columns, MpsCardWriter cards)
    {
        cards.Section("BOUNDS");
        for (int j = 0; j < columns.Length; j++)
        {
            double lower = problem.LowerBounds[j];
            double upper = problem.UpperBounds[j];
            if (lower == upper)
            {
                cards.Bound("FX", columns[j], lower);
                continue;
            }

            if (double.IsNegativeInfinity(lower))
            {
                cards.Bound("MI", columns[j], null);
            }
            else if (lower != 0)
            {
                cards.Bound("LO", columns[j], lower);
            }

            if (double.IsFinite(upper))
            {
                cards.Bound("UP", columns[j], upper);
            }
            else if (problem.IsInteger(new Variable(j)))
            {
                cards.Bound("PL", columns[j], null);
            }
        }
    }

    private static void WriteCurvature(Problem problem, string[] columns, MpsCardWriter cards)
    {
        if (problem.Structure.Quadratic is not { } quadratic)
        {
            return;
        }

        cards.Section("QUADOBJ");
        for (int j = 0; j < columns.Length; j++)
        {
            if (quadratic.Diagonal[j] != 0)
            {
                cards.Entry(columns[j], columns[j], quadratic.Diagonal[j]);
            }

            for (int p = quadratic.OffDiagonal?.Starts[j] ?? 0; p < (quadratic.OffDiagonal?.Starts[j + 1] ?? 0); p++)
            {
                if (quadratic.OffDiagonal!.Rows[p] > j)
                {
                    cards.Entry(columns[j], columns[quadratic.OffDiagonal.Rows[p]], quadratic.OffDiagonal.Values[p]);
                }
            }
        }
    }

    /// <summary>Lays the fields of a line out.</summary>
    private sealed class MpsCardWriter(TextWriter writer, MpsFormat format)
    {
        public void Section(string line) => writer.Write(line + "\n");

        public void Row(string kind, string name) => writer.Write($" {kind,-2} {name}\n");

        public void Marker(string kind) => writer.Write($"    MARKER    {"'MARKER'",-8}                 {kind}\n");

        public void Entry(string first, string second, double value) => writer.Write($"    {first,-8}  {second,-8}  {Number(value)}\n");

        public void Bound(string kind, string column, double? value) =>
            writer.Write($" {kind,-2} {"BND",-8}  {column,-8}  {(value is { } number ? Number(number) : string.Empty)}".TrimEnd() + "\n");

        private string Number(double value)
        {
            string exact = value.ToString("R", CultureInfo.InvariantCulture);
            if (format != MpsFormat.Fixed || exact.Length <= 12)
            {
                return format == MpsFormat.Fixed ? exact.PadLeft(12) : exact;
            }

            for (int digits = 11; ; digits--)
            {
                string rounded = value.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
                if (rounded.Length <= 12)
                {
                    return rounded.PadLeft(12);
                }
            }
        }
    }
}
