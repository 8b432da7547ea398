namespace Twins.Runtime.Tests.Hosting;

/// <summary>Writes only when it ends.</summary>
public sealed class DiaryGrain([PersistentState("diary")] IPersistentState<Diary> diary) : Grain, IDiaryGrain
{
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        diary.WriteStateAsync(cancellationToken);

    public Task Note(string text)
    {
        diary.State.Text = text;
        return Task.CompletedTask;
    }
}

[GenerateSerializer]
[Alias("runtime-tests.Diary")]
public sealed class Diary
{
    [Id(0)]
    public string Text { get; set; } = "";
}
